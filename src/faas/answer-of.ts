import { callHandler } from './call-handler.ts'
import type { Answer, FunctionEvent, Handler } from './handler.ts'
import { toProblemAnswer } from './problem.ts'

/** What a handler answers, whatever becomes of it: it never rejects, what it throws is a problem. */
export function answerOf(handler: Handler, event: FunctionEvent): Promise<Answer> {
  return callHandler(handler, event).catch(toProblemAnswer)
}
