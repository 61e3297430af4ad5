import type { Logger } from 'pino'
import { hasCode } from '../../src/errors/failure.ts'
import type { FunctionEvent, Handler } from '../../src/faas/handler.ts'
import { jsonOf, requireMethod } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { DeadLetterOutcome, RecordDeadLetter } from '../../src/operation/record-dead-letter.ts'
import { messageSchemas } from '../api-document/message-schemas.ts'
import { deadLetterOf } from './dead-letter-of.ts'

const validateMessage = createValidate(messageSchemas.operation)

interface DeadLettersHandlerParts {
  readonly recordDeadLetter: RecordDeadLetter
  readonly logger: Logger
}

/**
 * The function `resize-dead-letters`: takes dead letters from the connector, and records each in its operation's history.
 * 200 also where there is nothing to record: a dead letter that nobody would ever take came back for ever.
 */
export function createDeadLettersHandler({ recordDeadLetter, logger }: DeadLettersHandlerParts): Handler {
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    const operation = operationOf(event)
    const deadLetter = deadLetterOf(event)
    const outcome = operation !== undefined && deadLetter ? await record(operation, deadLetter) : 'not-ours'
    logger.info({ operation, outcome, ...deadLetter }, 'dead letter handled')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }) }
  }, logger)

  async function record(
    operation: string,
    deadLetter: Parameters<RecordDeadLetter>[1],
  ): Promise<DeadLetterOutcome | 'unknown'> {
    try {
      return await recordDeadLetter(operation, deadLetter)
    } catch (error) {
      if (hasCode(error, 'operation-not-found')) return 'unknown'
      throw error
    }
  }
}

/** The operation that a message names; undefined when it is none of ours, which may be why it died. */
function operationOf(event: FunctionEvent): string | undefined {
  try {
    return validateMessage(jsonOf(event)).operation
  } catch (error) {
    if (hasCode(error, 'body-not-json', 'request-not-valid')) return undefined
    throw error
  }
}
