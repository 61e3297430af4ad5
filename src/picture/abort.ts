import { Failure } from '../errors/failure.ts'

/** What an aborted picture rejects with: the signal's reason when that is a Failure, else `shutting-down`. */
export function abortFailure({ reason }: AbortSignal): Failure {
  return reason instanceof Failure ? reason : new Failure('shutting-down', { message: 'Given up.', cause: reason })
}
