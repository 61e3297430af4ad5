import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { Failure, toFailure } from '../../src/errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from '../../src/faas/handler.ts'
import { preferredOf } from '../../src/faas/negotiate.ts'
import { toProblem } from '../../src/faas/problem.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { Submission, Submit } from '../../src/operation/submit.ts'
import type { ParseSubmission } from './parse-submission.ts'
import type { PublicLimits } from './public-limits.ts'

/** How many pictures of one batch are taken at the same time. */
const AT_ONCE = 4

interface SubmitHandlerParts {
  readonly submit: Submit
  readonly parse: ParseSubmission
  readonly limits: PublicLimits
  readonly logger: Logger
}

/**
 * The function `resize-submit`: `/` takes a picture and what to make of it, and answers 202 with the operation's ID; `/batch`
 * takes many, and answers with the outcome of each. Asked with GET, `/` tells the limits of what it takes.
 */
export function createSubmitHandler({ submit, parse, limits, logger }: SubmitHandlerParts): Handler {
  const limitsBody = JSON.stringify({ limits })
  return withProblems(async (event) => {
    if (event.path !== '/' && event.path !== '/batch') throw new Failure('route-not-found')
    requireMethod(event, 'POST', ...(event.path === '/' ? ['GET', 'HEAD'] : []))
    preferredOf(event, ['application/json'])
    if (event.method !== 'POST') return { status: 200, headers: LIMITS_HEADERS, body: limitsBody }
    return event.path === '/' ? await acceptOne(event) : await acceptBatch(event)
  }, logger)

  async function acceptOne(event: FunctionEvent): Promise<Answer> {
    const accepted = await accept(await parse.one(event))
    const { identifier } = accepted
    const headers = { ...HEADERS, location: `/api/${identifier}`, identifier, 'retry-after': '1' }
    return { status: 202, headers, body: JSON.stringify(accepted) }
  }

  async function acceptBatch(event: FunctionEvent): Promise<Answer> {
    const requests = await parse.batch(event)
    const inTurn = pLimit(AT_ONCE)
    const outcomes = await Promise.all(requests.map((submission) => inTurn(() => outcomeOf(submission))))
    return { status: 207, headers: HEADERS, body: JSON.stringify({ outcomes }) }
  }

  /** What the request would have been answered by itself. */
  async function outcomeOf(submission: () => Submission) {
    try {
      return { status: 202, operation: await accept(submission()) }
    } catch (error) {
      const problem = toProblem(toFailure(error))
      logger.info({ code: problem.code }, 'one of a batch was refused')
      return { status: problem.status, problem }
    }
  }

  async function accept(submission: Submission) {
    const { id, status } = await submit(submission)
    logger.info({ operation: id }, 'accepted')
    return { identifier: id, status }
  }
}

const LIMITS_HEADERS = { 'content-type': 'application/json' }

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' }
