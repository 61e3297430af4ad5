import { Failure } from '../errors/failure.ts'
import { toProblemAnswer } from '../faas/problem.ts'
import type { Mounted } from './functions.ts'
import { createReplica, NeverSent, TookTooLong } from './replica.ts'

/** A function that is served by other processes. */
export interface RemoteFunction extends Mounted {
  close(): void
}

/**
 * A function behind one or more addresses, called by turns. A call that could not be sent at all goes to the next one;
 * one that broke on the way does not: whoever called knows whether it may be done twice.
 * @param urls without a slash at the end
 * @param timeoutMs how long an answer may take
 */
export function createRemoteFunction(urls: readonly string[], timeoutMs: number): RemoteFunction {
  const replicas = urls.map((url) => createReplica(new URL(url), timeoutMs))
  let turn = 0

  return {
    replicas: () => replicas.length,
    async invoke(event) {
      turn++
      let failure: unknown
      for (let tried = 0; tried < replicas.length; tried++) {
        try {
          const replica = replicas[(turn + tried) % replicas.length]
          if (replica) return await replica.call(event)
        } catch (error) {
          failure = error
          if (!(error instanceof NeverSent)) break
        }
      }
      return toProblemAnswer(toFailureOfCall(failure))
    },
    close() {
      for (const replica of replicas) replica.close()
    },
  }
}

function toFailureOfCall(error: unknown): Failure {
  const code = error instanceof TookTooLong ? 'function-timed-out' : 'function-unavailable'
  return new Failure(code, { message: String(error), cause: error })
}
