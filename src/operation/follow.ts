import { isEnd, type OperationEvent } from './event.ts'
import type { OperationStore } from './ports.ts'
import type { WaitForChange } from './wait.ts'

/**
 * The events of an operation behind a sequence number, as they happen. It ends behind the event with which the operation
 * ended, after `forMs`, or when nobody may wait any more. Nothing new for a while is told too: as no events.
 */
export type Follow = (id: string, sequence: number, forMs: number) => AsyncGenerator<OperationEvent[]>

interface FollowDependencies {
  readonly store: OperationStore
  readonly waitForChange: WaitForChange
  /** After how long to tell that nothing happened, in milliseconds. */
  readonly quietMs: number
  readonly stop: AbortSignal
}

/** Following operations; the history of one is read again only when something happened to it. */
export function createFollow({ store, waitForChange, quietMs, stop }: FollowDependencies): Follow {
  return async function* (id, sequence, forMs) {
    const until = performance.now() + forMs
    for (let seen = sequence; ; ) {
      const history = await store.readEvents(id)
      yield history.filter((event) => event.sequence > seen)
      seen = history.at(-1)?.sequence ?? seen
      const left = until - performance.now()
      if (history.some(isEnd) || left <= 0 || stop.aborted) return
      await waitForChange(id, seen, Math.min(quietMs, left))
    }
  }
}
