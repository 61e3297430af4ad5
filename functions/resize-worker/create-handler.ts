import type { Logger } from 'pino'
import { Failure, hasCode } from '../../src/errors/failure.ts'
import type { Handler } from '../../src/faas/handler.ts'
import { jsonOf, requireMethod } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { Resize } from '../../src/operation/resize.ts'
import { messageSchemas } from '../api-document/message-schemas.ts'
import { deliveryOf } from './delivery-of.ts'

const validateMessage = createValidate(messageSchemas.operation)

/**
 * The function `resize-worker`: takes a message from the connector. 200 means that it is settled, also when the picture
 * can never be resized; every other answer asks for the message again.
 */
export function createWorkerHandler({ resize, logger }: { resize: Resize; logger: Logger }): Handler {
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    // Nothing of a message is trusted but the ID: what to do stands in the store.
    const { operation } = validateMessage(jsonOf(event))
    const outcome = await resize(operation, deliveryOf(event)).catch((error: unknown) => {
      // The row may not be visible yet; when it never becomes so, the connector gives the message up.
      throw hasCode(error, 'operation-not-found') ? new Failure('operation-not-visible', { cause: error }) : error
    })
    logger.info({ operation, outcome }, 'delivery handled')
    if (outcome === 'retry') throw new Failure('function-unavailable', { message: 'the operation is queued again' })
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation, outcome }),
    }
  }, logger)
}
