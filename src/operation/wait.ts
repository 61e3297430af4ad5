import { hasEnded } from './operation.ts'
import type { OperationStore } from './ports.ts'
import { findOperation } from './transition.ts'

/** Resolves when the operation has ended, or after `forMs`, whichever comes first. */
export type WaitForEnd = (id: string, forMs: number) => Promise<void>

/**
 * Waiting for operations to end. However many wait in this process, one query at a time asks the store for all of them.
 * @param pollMs how long to pause between two queries
 */
export function createWait({ store, pollMs }: { store: OperationStore; pollMs: number }): WaitForEnd {
  const waiting = new Map<string, Set<() => void>>()
  let isPolling = false

  return async (id, forMs) => {
    const { operation } = await findOperation(store, id)
    if (hasEnded(operation.status) || forMs <= 0) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        leave(id, done)
        resolve()
      }
      const timer = setTimeout(done, forMs)
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
