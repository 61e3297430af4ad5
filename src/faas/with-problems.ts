import type { Logger } from 'pino'
import { catalogue } from '../errors/catalogue.ts'
import { type Failure, toFailure } from '../errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from './handler.ts'
import { toProblemAnswer } from './problem.ts'
import { collect, isStreamed } from './streamed-body.ts'

/** The inside of a handler: an event in, an answer out; whatever it throws becomes a problem. */
export type Respond = (event: FunctionEvent) => Promise<Answer>

/**
 * A handler from its inside: every refusal is answered as problem+json, and logged when it is a fault of ours.
 * A host that cannot stream gets a streamed body whole, when it has come to its end.
 */
export function withProblems(respond: Respond, logger: Logger): Handler {
  return async (event, context) => {
    const answer = await respond(event).catch((error: unknown) => {
      const failure = toFailure(error)
      if (event.method === 'OPTIONS' && failure.code === 'method-not-allowed') return toOptions(failure)
      const level = catalogue[failure.code].status >= 500 ? 'error' : 'info'
      logger[level]({ err: failure, code: failure.code }, failure.message)
      return toProblemAnswer(failure)
    })
    const { status, headers, body } = answer
    const whole = isStreamed(body) && !context.takesStreams ? await collect(body) : body
    return context.status(status).headers(headers).succeed(whole)
  }
}

/** Which methods an address takes (RFC 9110 §9.3.7): what a wrong method would be told. */
function toOptions({ headers = {} }: Failure): Answer {
  return { status: 204, headers, body: undefined }
}
