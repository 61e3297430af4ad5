import type { OperationEvent } from '../../../operation/event.ts'
import type { Operation } from '../../../operation/operation.ts'
import type { OperationStore } from '../../../operation/ports.ts'
import { evolve } from '../../../operation/state-machine.ts'

/**
 * The store as the holder of one message sees it: what the message carries is not asked for again. Only when a write shows
 * that somebody else was there before is the row read.
 * @param clock epoch milliseconds
 */
export function createCarriedStore(
  store: OperationStore,
  request: OperationEvent,
  source: Uint8Array,
  clock: () => number,
): OperationStore {
  let known: Operation | undefined = evolve(undefined, request)
  return {
    ...store,
    find: async (id) => (known ? { operation: known, now: clock() } : await store.find(id)),
    async append(events, after, result) {
      const isWritten = await store.append(events, after, result)
      known = isWritten ? after : undefined
      return isWritten
    },
    readPicture: async (id, role) => (role === 'source' ? source : await store.readPicture(id, role)),
  }
}
