import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Message, Position, Subscription, SubscriptionOptions, Topics } from '../src/topic/topic.ts'
import { createCommitter } from './committer.ts'
import type { Deliver } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import { createPartitionFlow, type PartitionFlow, type PartitionName } from './partition-flow.ts'

/** A commit waits at most that long for others to go with it. */
const commitIntervalMs = 100

/** What the reader needs. */
export interface GroupReaderOptions {
  readonly topics: Topics
  readonly subscription: Pick<SubscriptionOptions, 'group' | 'topics'>
  /** For each partition. */
  readonly maxInFlight: number
  toDelivery(message: Message): Delivery
  readonly deliver: Deliver
  readonly clock: () => number
  readonly logger: Logger
  /** Told when the membership of the group, or a delivery, broke in a way that a restart has to cure. */
  broken(error: unknown): void
}

/** The connector's membership in its group: a flow for each partition that it owns, and their commits. */
export interface GroupReader {
  /** @throws Failure `topic-unavailable` */
  start(): Promise<void>
  /**
   * Takes nothing more and waits for what is in flight; after the deadline `giveUp` has to end it. Then commits and
   * leaves the group.
   */
  stop(deadlineMs: number, giveUp: () => Promise<void>): Promise<void>
}

/** A reader that has not joined yet. */
export function createGroupReader(options: GroupReaderOptions): GroupReader {
  const { topics, maxInFlight, toDelivery, deliver, clock, logger, broken } = options
  const flows = new Map<string, PartitionFlow>()
  /** Also those of partitions that were given away, as long as something of them is in flight. */
  const busyFlows = new Set<PartitionFlow>()
  const left = Promise.withResolvers<void>()
  let draining = false
  let subscription: Subscription | undefined

  const committer = createCommitter({
    commit: async (positions) => subscription?.commit(positions),
    intervalMs: commitIntervalMs,
    logger,
  })

  const createFlow = (partition: PartitionName): PartitionFlow => {
    const committable = (position: Position): void => {
      if (flows.get(nameOf(partition)) === flow) committer.mark(position)
    }
    const flow = createPartitionFlow({ maxInFlight, clock, toDelivery, deliver, committable, broken })
    flows.set(nameOf(partition), flow)
    busyFlows.add(flow)
    return flow
  }

  const receive = async (messages: readonly Message[]): Promise<void> => {
    const [first] = messages
    if (!first) return
    if (!draining) await (flows.get(nameOf(first)) ?? createFlow(first)).take(messages)
    // A receive that ended now would be followed by the next one.
    if (draining) await left.promise
  }

  const revoked = (partitions: readonly PartitionName[]): void => {
    for (const partition of partitions) {
      const flow = flows.get(nameOf(partition))
      if (!flow) continue
      flow.stop()
      flows.delete(nameOf(partition))
      committer.forget(partition)
      flow.idle().then(() => busyFlows.delete(flow))
    }
  }

  const idle = async (): Promise<void> => {
    await Promise.all([...busyFlows].map((flow) => flow.idle()))
  }

  return {
    async start() {
      subscription = await topics.subscribe({ ...options.subscription, maxMessages: maxInFlight, receive, revoked })
      subscription.ended.catch(broken)
    },
    async stop(deadlineMs, giveUp) {
      draining = true
      for (const flow of busyFlows) flow.stop()
      const drained = new AbortController()
      const late = sleep(deadlineMs, true, { signal: drained.signal }).catch(() => false)
      if (await Promise.race([idle(), late])) {
        logger.warn({ deadlineMs }, 'invocations in flight are given up; their messages come again')
        await giveUp()
        await idle()
      }
      drained.abort()
      await committer.flush()
      const leaving = subscription?.stop()
      left.resolve()
      await leaving
    },
  }
}

const nameOf = ({ topic, partition }: PartitionName): string => `${topic}/${partition}`
