import type { OperationEvent } from '../../../operation/event.ts'
import { hasEnded, type Operation } from '../../../operation/operation.ts'
import type { OperationStore } from '../../../operation/ports.ts'
import { evolve } from '../../../operation/state-machine.ts'
import type { Message } from '../../../topic/topic.ts'
import { carriedEvent, carry } from '../../sandbox/carry.ts'
import type { Life } from '../../sandbox/life.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** The store whose rows are the fold of a log. */
export interface LogStore {
  /** What the `resize` use case works on: reads come from the fold, a change is one more message in the log. */
  readonly store: OperationStore
  /** Takes in a message of the log; what is known already changes nothing. */
  take(message: Message): void
}

/**
 * Opens the log: reads it from its beginning, so that a new life knows what the ones before it have done. There must be one
 * writer for each operation, as the worker is: a log does not refuse the second of two writers, as a row does.
 */
export async function openLogStore(sandbox: Sandbox, life: Life, name: string): Promise<LogStore> {
  const topic = sandbox.topic(name)
  const operations = new Map<string, Operation>()
  /** Of operations that have not ended. */
  const sources = new Map<string, Uint8Array>()

  const apply = (event: OperationEvent, picture: Uint8Array): void => {
    const before = operations.get(event.operation)
    if (event.sequence !== (before?.revision ?? 0) + 1) return
    const after = evolve(before, event)
    operations.set(event.operation, after)
    if (event.type === 'requested') sources.set(event.operation, picture)
    if (hasEnded(after.status)) sources.delete(event.operation)
  }
  const take = (message: Message) => apply(carriedEvent(message), message.value)

  await sandbox.readAll(topic, (messages) => messages.forEach(take))
  return {
    take,
    store: {
      ...life.store,
      async find(id) {
        const operation = operations.get(id)
        return operation && { operation, now: sandbox.clock() }
      },
      async append(events, after, result) {
        if (operations.get(after.id)?.revision !== after.revision - events.length) return false
        await life.topics.write(events.map((event) => carry(topic, event, result)))
        for (const event of events) apply(event, Buffer.alloc(0))
        if (hasEnded(after.status)) life.decided(after.id)
        return true
      },
      readPicture: async (id, role) => (role === 'source' ? sources.get(id) : undefined),
      // A lease is not renewed in a log; one that runs out lets another worker claim, as everywhere.
      renewLease: async () => true,
    },
  }
}
