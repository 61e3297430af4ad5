/**
 * Does work, and does it again while it fails for a reason that may pass.
 * `isAgain` says that an earlier try failed, and may have had its effect all the same: a reply can be lost.
 */
export type Retry = <T>(work: (isAgain: boolean) => Promise<T>) => Promise<T>

/** Does the work once. */
export const once: Retry = (work) => work(false)

interface RetryDependencies {
  /** Whether the same work may succeed later. */
  readonly mayPass: (error: unknown) => boolean
  /** For how long work is begun again, in milliseconds since it was first begun. 0: never. */
  readonly retryForMs: number
  /** Milliseconds that only grow. */
  readonly clock: () => number
  /** A number from 0 up to 1. */
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<unknown>
}

/** The first delay is at most this long; each doubles the bound of the one before. Milliseconds. */
const FIRST_DELAY_MS = 20
const LONGEST_DELAY_MS = 1_000

/**
 * Retries with "full jitter": a random part of a bound that doubles, so that those who collided do not collide again and
 * those who lost one server do not come back all at once.
 */
export function createRetry({ mayPass, retryForMs, clock, random, sleep }: RetryDependencies): Retry {
  return async (work) => {
    const end = clock() + retryForMs
    for (let bound = FIRST_DELAY_MS, isAgain = false; ; bound = Math.min(bound * 2, LONGEST_DELAY_MS), isAgain = true) {
      try {
        return await work(isAgain)
      } catch (error) {
        const delay = random() * bound
        if (!mayPass(error) || clock() + delay >= end) throw error
        await sleep(delay)
      }
    }
  }
}
