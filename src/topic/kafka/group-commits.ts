import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer } from 'kafkajs'
import { Failure } from '../../errors/failure.ts'
import type { Position } from '../topic.ts'
import type { OwnedPartitions } from './owned-partitions.ts'
import { protocolErrorOf, toTopicFailure } from './topic-failure.ts'

/** The broker says that this member is not, or not yet, one of the group as it is now. */
const fencing: ReadonlySet<string> = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'])

/** What commits need. */
export interface GroupCommitsOptions {
  readonly consumer: Pick<Consumer, 'commitOffsets' | 'on' | 'events'>
  readonly owned: OwnedPartitions
  /** How long a commit waits for the group to come to rest. */
  readonly rebalanceTimeoutMs: number
}

/** The commits of one member. */
export interface GroupCommits {
  /** As the port's, one after the other. @throws Failure `topic-unavailable` */
  commit(positions: readonly Position[]): Promise<void>
  /** The member has joined the group, or left it for good: whoever waits for that looks again. */
  joined(): void
  /** Resolves when no commit is in flight. */
  idle(): Promise<void>
}

/**
 * Commits of a member. One that the broker refuses because the group is being shared anew waits for that to end, and is
 * tried again for those partitions which are still the member's own.
 */
export function createGroupCommits({ consumer, owned, rebalanceTimeoutMs }: GroupCommitsOptions): GroupCommits {
  let last: Promise<void> = Promise.resolve()
  let joining = Promise.withResolvers<void>()

  // A call that kafkajs drops in silence, because its consumer does not run, is told by this event alone.
  consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
    for (const { topic, partitions } of payload.topics) {
      for (const { partition, offset } of partitions) {
        const queue = owned.get({ topic, partition })
        if (queue) queue.committed = Math.max(queue.committed, Number(offset))
      }
    }
  })

  /** Only forward, and only what this member has received. */
  const isOpen = (position: Position): boolean => {
    const queue = owned.get(position)
    return queue?.next !== undefined && position.offset < queue.next && position.offset >= queue.committed
  }

  const commitOpen = async (positions: readonly Position[]): Promise<void> => {
    const deadline = AbortSignal.timeout(rebalanceTimeoutMs)
    for (let open = positions.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
      const join = joining.promise
      const offsets = open.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset + 1) }))
      try {
        await consumer.commitOffsets(offsets)
        if (open.some(isOpen)) throw new Failure('topic-unavailable', { message: 'The consumer does not run.' })
        return
      } catch (error) {
        if (!fencing.has(protocolErrorOf(error) ?? '') || deadline.aborted) throw toTopicFailure(error)
        await Promise.race([join, sleep(rebalanceTimeoutMs, undefined, { signal: deadline }).catch(() => {})])
      }
    }
  }

  return {
    commit(positions) {
      const commit = last.then(() => commitOpen(positions))
      last = commit.catch(() => {})
      return commit
    },
    joined() {
      joining.resolve()
      joining = Promise.withResolvers()
    },
    idle: () => last,
  }
}
