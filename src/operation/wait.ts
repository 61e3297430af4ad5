import { hasEnded } from './operation.ts'
import type { OperationStore } from './ports.ts'
import { findOperation } from './transition.ts'

/** Resolves when the operation has ended, or after `forMs`, or when nobody may wait any more, whichever comes first. */
export type WaitForEnd = (id: string, forMs: number) => Promise<void>

interface WaitDependencies {
  readonly store: OperationStore
  /** How long to pause between two queries, in milliseconds. */
  readonly pollMs: number
  /** Once aborted, nobody waits any more: a process that ends lets its clients go. */
  readonly stop: AbortSignal
}

/**
 * Waiting for operations to end. However many wait in this process, one query at a time asks the store for all of them.
 */
export function createWait({ store, pollMs, stop }: WaitDependencies): WaitForEnd {
  const waiting = new Map<string, Set<() => void>>()
  let isPolling = false

  return async (id, forMs) => {
    const { operation } = await findOperation(store, id)
    if (hasEnded(operation.status) || forMs <= 0 || stop.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        stop.removeEventListener('abort', done)
        leave(id, done)
        resolve()
      }
      const timer = setTimeout(done, forMs)
      stop.addEventListener('abort', done)
      waiting.set(id, (waiting.get(id) ?? new Set()).add(done))
      void poll()
    })
  }

  async function poll(): Promise<void> {
    if (isPolling) return
    isPolling = true
    while (waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      // A store that cannot answer now is asked again; who waits gets its answer, or its time runs out.
      const ended = await store.findEnded([...waiting.keys()]).catch(() => [])
      for (const id of ended) for (const done of waiting.get(id) ?? []) done()
    }
    isPolling = false
  }

  function leave(id: string, done: () => void): void {
    const others = waiting.get(id)
    others?.delete(done)
    if (others?.size === 0) waiting.delete(id)
  }
}
