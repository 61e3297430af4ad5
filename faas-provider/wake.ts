import { Failure } from '../src/errors/failure.ts'
import type { Directory } from './directory.ts'
import type { Functions } from './functions.ts'
import type { Replica } from './replica.ts'

interface WakeParts {
  readonly directory: Directory
  readonly functions: Functions
  /** How long a call waits for the first replica that answers, in milliseconds. */
  readonly readyTimeoutMs: number
}

/**
 * The replicas of a function that take calls. When there is none it waits for one; a function at zero gets its least
 * number first (`com.openfaas.scale.min`, else 1).
 */
export function createWake({ directory, functions, readyTimeoutMs }: WakeParts): (name: string) => Promise<Replica[]> {
  return async (name) => {
    let ready = directory.readyOf(name)
    if (ready.length > 0) return ready
    if (functions.wantedOf(name) === 0) {
      const least = Number(directory.replicasOf(name).at(-1)?.deployment.labels?.['com.openfaas.scale.min'])
      functions.scale(name, Math.max(1, least || 1))
    }
    const tooLate = AbortSignal.timeout(readyTimeoutMs)
    for (;;) {
      await directory.changed(tooLate)
      ready = directory.readyOf(name)
      if (ready.length > 0) return ready
      if (tooLate.aborted) throw new Failure('function-unavailable', { message: `no replica of ${name} answers` })
      functions.wantedOf(name)
    }
  }
}
