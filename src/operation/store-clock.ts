import type { OperationStore } from './ports.ts'

/** After how long the store is asked again, in milliseconds. */
const ASK_EVERY_MS = 1_000

/**
 * A time of the store's clock that goes on with this process's own. It stays behind the store's by what the answer took, and
 * is good enough to date events by.
 * @param now epoch milliseconds of the store's clock
 */
export function goOn(now: number): () => number {
  const since = performance.now()
  return () => Math.round(now + performance.now() - since)
}

/**
 * The store's clock for who only dates events by it: asked for once a second, it goes on by itself in between.
 * @returns epoch milliseconds; the promise rejects with Failure `store-unavailable`
 */
export function createStoreClock(store: Pick<OperationStore, 'now'>): () => Promise<number> {
  let askedAt = Number.NEGATIVE_INFINITY
  let clock = goOn(0)
  return async () => {
    if (performance.now() - askedAt > ASK_EVERY_MS) {
      clock = goOn(await store.now())
      askedAt = performance.now()
    }
    return clock()
  }
}
