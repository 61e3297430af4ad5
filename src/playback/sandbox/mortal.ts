import { Failure } from '../../errors/failure.ts'

/** What a call of a part hears whose life has ended. */
export function lifeEnded(): Failure {
  return new Failure('function-unavailable', { message: 'this life of the part has ended' })
}

/**
 * The same port for one life: once the life has ended no call goes through, and the answer of a call that was on its way
 * is not heard. What such a call did stays done, as with a process that was killed.
 */
export function mortal<P extends object>(port: P, life: AbortSignal): P {
  const methods = Object.entries(port).map(([name, method]) => [
    name,
    typeof method !== 'function'
      ? method
      : async (...parameters: unknown[]) => {
          if (life.aborted) throw lifeEnded()
          const answer = await method(...parameters)
          if (life.aborted) throw lifeEnded()
          return answer
        },
  ])
  return Object.fromEntries(methods)
}
