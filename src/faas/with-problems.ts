import type { Logger } from 'pino'
import { catalogue } from '../errors/catalogue.ts'
import { toFailure } from '../errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from './handler.ts'
import { toProblemAnswer } from './problem.ts'

/** The inside of a handler: an event in, an answer out; whatever it throws becomes a problem. */
export type Respond = (event: FunctionEvent) => Promise<Answer>

/** A handler from its inside: every refusal is answered as problem+json, and logged when it is a fault of ours. */
export function withProblems(respond: Respond, logger: Logger): Handler {
  return async (event, context) => {
    const answer = await respond(event).catch((error: unknown) => {
      const failure = toFailure(error)
      const level = catalogue[failure.code].status >= 500 ? 'error' : 'info'
      logger[level]({ err: failure, code: failure.code }, failure.message)
      return toProblemAnswer(failure)
    })
    return context.status(answer.status).headers(answer.headers).succeed(answer.body)
  }
}
