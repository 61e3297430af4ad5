import { hasEnded, type Operation } from './operation.ts'
import { createPolling } from './polling.ts'
import type { OperationStore } from './ports.ts'
import { findOperation } from './transition.ts'

/**
 * Gives the operation when it has ended, or as it is after `forMs`, or when nobody may wait any more, whichever comes
 * first. The promise rejects with Failure `operation-not-found` or `store-unavailable`.
 */
export type WaitForEnd = (id: string, forMs: number) => Promise<Operation>

/** Resolves when the operation has an event behind `revision`, or after `forMs`, or when nobody may wait any more. */
export type WaitForChange = (id: string, revision: number, forMs: number) => Promise<void>

interface WaitDependencies {
  readonly store: OperationStore
  /** How long to pause before each query, in milliseconds. */
  readonly pollMs: number
  /** Once aborted, nobody waits any more. */
  readonly stop: AbortSignal
}

/** What is estimated to take long is asked for less often: pauses are up to so much of it. */
const PAUSE_SHARE = 0.1

interface WaitForEndDependencies extends WaitDependencies {
  /** How long the engine will work on it, in milliseconds, by the order of magnitude. */
  readonly estimate: (operation: Operation) => number
}

/** Waiting for operations to end. */
export function createWaitForEnd({ store, pollMs, stop, estimate }: WaitForEndDependencies): WaitForEnd {
  const ask = async (ids: readonly string[]) => new Map((await store.findEnded(ids)).map((ended) => [ended.id, ended]))
  const poll = createPolling({ ask, pollMs, stop })
  return async (id, forMs) => {
    const { operation } = await findOperation(store, id)
    if (hasEnded(operation.status) || forMs <= 0) return operation
    const ended = await poll(id, () => true, { forMs, pauseMs: estimate(operation) * PAUSE_SHARE })
    return ended ?? (await findOperation(store, id)).operation
  }
}

/** Waiting for anything to happen to operations. */
export function createWaitForChange({ store, pollMs, stop }: WaitDependencies): WaitForChange {
  const poll = createPolling({ ask: (ids) => store.findRevisions(ids), pollMs, stop })
  return async (id, revision, forMs) => void (await poll(id, (told) => told > revision, { forMs }))
}
