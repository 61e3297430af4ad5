import type { Logger } from 'pino'
import { hasCode } from '../errors/failure.ts'
import type { Command } from './command.ts'
import { isSamePosition, type OperationEvent, type TopicPosition } from './event.ts'
import type { Due, OperationStore, Publish, ReadBacklog } from './ports.ts'
import { publishOperation } from './submit.ts'
import { transition } from './transition.ts'

/** When the sweep acts. Milliseconds, except `maxAttempts`. */
export interface SweepRules {
  /** A queued operation without a message is given one after this time. */
  readonly unpublishedAfterMs: number
  /** A queued operation whose message was written this long ago, and can no longer come, is given another one. */
  readonly lostAfterMs: number
  /** A queued operation whose message was written this long ago is given another one. */
  readonly republishAfterMs: number
  /** An operation that has not ended this long after its request fails. */
  readonly deadlineMs: number
  /** The pictures of an operation are kept this long after its end. */
  readonly retentionMs: number
  readonly maxAttempts: number
}

/** What one sweep did, in operations. */
export interface Swept {
  readonly published: number
  readonly released: number
  readonly givenUp: number
  readonly expired: number
}

/**
 * Repairs what a crash or an outage left behind.
 * `workersAreDead`: nobody else works on this store, so every claim and every missing message is due at once.
 */
export type Sweep = (options?: { workersAreDead?: boolean }) => Promise<Swept>

interface SweepDependencies {
  readonly store: OperationStore
  readonly publish: Publish
  readonly readBacklog: ReadBacklog
  readonly rules: SweepRules
  readonly logger: Logger
}

const BATCH = 200

/** The sweep use case. Any number of sweeps may run at once; an operation that one cannot repair does not stop it. */
export function createSweep({ store, publish, readBacklog, rules, logger }: SweepDependencies): Sweep {
  return async ({ workersAreDead = false } = {}) => {
    const { maxAttempts, deadlineMs, retentionMs, lostAfterMs, republishAfterMs, unpublishedAfterMs } = rules
    const write = createWrite()
    const released = await each({ kind: 'lease-ended', holderIsDead: workersAreDead }, async (id) => {
      const isDone = await happens(id, { type: 'end-lease', maxAttempts, holderIsDead: workersAreDead })
      if (isDone) await write(id)
      return isDone
    })
    const givenUp = await each({ kind: 'past-deadline', requestedFor: deadlineMs }, (id) =>
      happens(id, { type: 'give-up', deadlineMs }),
    )
    const queuedFor = workersAreDead ? 0 : unpublishedAfterMs
    const unpublished = await each({ kind: 'unpublished', queuedFor }, write)
    const longQueued = await each({ kind: 'long-queued', publishedFor: republishAfterMs }, write)
    const lost = await each({ kind: 'long-queued', publishedFor: lostAfterMs }, createRewriteLost(write))
    const expired = await each({ kind: 'past-retention', endedFor: retentionMs }, (id) =>
      happens(id, { type: 'expire', retentionMs }),
    )
    return { published: unpublished + longQueued + lost, released, givenUp, expired }
  }

  /** Repairs batch after batch, until one brings nothing forward. */
  async function each(due: Due, repair: (id: string) => Promise<boolean>): Promise<number> {
    for (let total = 0; ; ) {
      const ids = await store.findDue(due, BATCH)
      let repaired = 0
      for (const id of ids) {
        try {
          if (await repair(id)) repaired += 1
        } catch (error) {
          logger.warn({ operation: id, due: due.kind, err: error }, 'not repaired in this sweep')
        }
      }
      total += repaired
      if (ids.length < BATCH || repaired === 0) return total
    }
  }

  /** Writes messages until the topic is away: then the others, each of which would wait for it, are left to the next sweep. */
  function createWrite(): (id: string) => Promise<boolean> {
    let isAway = false
    return async (id) => {
      if (isAway) return false
      try {
        await publishOperation({ store, publish }, id)
        return true
      } catch (error) {
        isAway = hasCode(error, 'topic-unavailable')
        throw error
      }
    }
  }

  /** The backlog is read at most once a sweep, and only when a message has been waited for long enough. */
  function createRewriteLost(write: (id: string) => Promise<boolean>): (id: string) => Promise<boolean> {
    let reading: ReturnType<ReadBacklog> | undefined
    return async (id) => {
      reading ??= readBacklog().catch((error: unknown) => {
        logger.warn({ err: error }, 'no message counts as lost in this sweep')
        return () => true
      })
      const mayCome = await reading
      const events = await store.readEvents(id)
      const last = events.findLast((event) => event.type === 'published')
      return last !== undefined && !mayCome(last.position) && !isDead(events, last.position) && (await write(id))
    }
  }

  /** A dead letter is not lost: it waits to be driven back, and a function that gave it up would now give up another one. */
  function isDead(events: readonly OperationEvent[], position: TopicPosition): boolean {
    return events.some((event) => event.type === 'dead-lettered' && isSamePosition(event.delivery, position))
  }

  async function happens(id: string, command: Command): Promise<boolean> {
    return 'happened' in (await transition(store, id, command))
  }
}
