import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { Submit } from '../../src/operation/submit.ts'
import type { ParseSubmission } from './parse-submission.ts'

/** The function `resize-submit`: takes a picture and what to make of it, answers 202 with the operation's ID. */
export function createSubmitHandler(parts: { submit: Submit; parse: ParseSubmission; logger: Logger }): Handler {
  const { submit, parse, logger } = parts
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    const { id, status } = await submit(parse(event))
    logger.info({ operation: id }, 'accepted')
    return {
      status: 202,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        location: `/api/${id}`,
        identifier: id,
        'retry-after': '1',
      },
      body: JSON.stringify({ identifier: id, status }),
    }
  }, logger)
}
