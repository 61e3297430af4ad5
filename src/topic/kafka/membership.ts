import type { Admin, Batch, Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs'
import type { Logger } from 'pino'
import type { TopicPartition } from '../assign-partitions.ts'
import type { Subscription, SubscriptionOptions } from '../topic.ts'
import { createAssigner } from './assigner.ts'
import { createGroupCommits } from './group-commits.ts'
import { createOwnedPartitions } from './owned-partitions.ts'
import { createPartitionQueue, type PartitionQueue } from './partition-queue.ts'
import type { KafkaSettings } from './settings.ts'
import { startAtEnd } from './start-at-end.ts'
import { toMessage } from './to-message.ts'
import { protocolErrorOf, toTopicFailure } from './topic-failure.ts'

/** What a membership needs. */
export interface MembershipOptions {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly settings: KafkaSettings
  readonly subscription: SubscriptionOptions
  readonly logger: Logger
}

/**
 * Joins a group. Fetching never waits for a receiver: what is fetched goes into a queue for each partition, a partition
 * with a full queue is paused, and the loop that fetches sends the heartbeats meanwhile.
 *
 * When the group is shared anew, partitions that stay with this member go on where they are. `ended` rejects when
 * kafkajs gives up, also when a topic is gone; over everything else it tries again for ever.
 * @throws Failure `topic-unavailable`
 */
export async function joinGroup(options: MembershipOptions): Promise<Subscription> {
  const { kafka, admin, settings, subscription, logger } = options
  const consumer = createConsumer(kafka, settings, subscription.group)
  const ending = Promise.withResolvers<void>()
  ending.promise.catch(() => {})
  const joined = Promise.withResolvers<void>()
  let memberId: string | undefined
  let isEnding = false

  const begin = ({ topic, partition }: TopicPartition): PartitionQueue => {
    const only = [{ topic, partitions: [partition] }]
    return createPartitionQueue({
      maxMessages: subscription.maxMessages,
      receive: subscription.receive,
      pause: () => whileItRuns(() => consumer.pause(only)),
      resume: () => whileItRuns(() => consumer.resume(only)),
      broken: fail,
    })
  }
  const owned = createOwnedPartitions({ begin, revoked: (partitions) => subscription.revoked?.(partitions) })
  const commits = createGroupCommits({ consumer, owned, rebalanceTimeoutMs: settings.sessionTimeoutMs })

  const end = async (settle: () => void): Promise<void> => {
    isEnding = true
    owned.clear()
    commits.joined()
    await commits.idle()
    await consumer.disconnect().catch((error) => logger.debug({ err: error }, 'a consumer did not disconnect'))
    settle()
  }

  function fail(error: unknown): void {
    joined.reject(error)
    if (!isEnding) end(() => ending.reject(error))
  }

  const onJoin = ({ payload }: ConsumerGroupJoinEvent): void => {
    if (isEnding) return
    // A member under a new name was away: others may have worked on its partitions.
    if (payload.memberId !== memberId) owned.clear()
    memberId = payload.memberId
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    )
    const kept = owned.assign(assigned)
    for (const partition of kept) {
      const next = owned.get(partition)?.next
      // kafkajs would begin at the committed offset again.
      if (next !== undefined) consumer.seek({ ...partition, offset: String(next) })
    }
    commits.joined()
    beginLatest(assigned.filter((partition) => owned.get(partition)?.next === undefined)).then(joined.resolve, fail)
  }

  const beginLatest = async (partitions: readonly TopicPartition[]): Promise<void> => {
    const latest = new Set(subscription.topics.flatMap((each) => (each.initialOffset === 'latest' ? each.topic : [])))
    const asked = partitions.filter(({ topic }) => latest.has(topic))
    if (asked.length === 0) return
    const each = asked.map(({ topic, partition }) => ({ topic, partitions: [partition] }))
    consumer.pause(each)
    await startAtEnd({ admin, consumer, group: subscription.group }, asked)
    consumer.resume(each)
  }

  /** False when the batch is not this member's any more. */
  const takeBatch = (batch: Batch): boolean => {
    const { topic, partition } = batch
    let queue = owned.get({ topic, partition })
    if (!queue || isEnding) return false
    const isAnotherLog = queue.next !== undefined && Number(batch.highWatermark) < queue.next
    if (isAnotherLog) {
      logger.warn({ topic, partition }, 'the partition begins anew: its topic was made again or lost messages')
      queue = owned.restart({ topic, partition })
    }
    queue.take(batch.messages.map((message) => toMessage(topic, partition, message)))
    return true
  }

  consumer.on(consumer.events.GROUP_JOIN, onJoin)
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (payload.restart && memberId !== undefined) logger.warn({ err: payload.error }, 'the consumer starts again')
    else fail(toTopicFailure(payload.error))
  })

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: subscription.topics.map(({ topic }) => topic), fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      async eachBatch({ batch, resolveOffset }) {
        if (takeBatch(batch)) resolveOffset(batch.messages.at(-1)?.offset ?? batch.lastOffset())
      },
    })
    await joined.promise
  } catch (error) {
    await end(() => ending.resolve())
    throw toTopicFailure(error)
  }

  let stopping: Promise<void> | undefined
  return {
    commit: async (positions) => (isEnding ? undefined : commits.commit(positions)),
    stop() {
      stopping ??= isEnding ? Promise.resolve() : end(() => ending.resolve())
      return stopping
    },
    ended: ending.promise,
  }
}

/** Pauses and continues fetching; between a crash and the new start there is nothing to pause, and nothing stays paused. */
function whileItRuns(change: () => void): void {
  try {
    change()
  } catch (error) {
    if (protocolErrorOf(error) !== undefined) throw error
  }
}

function createConsumer(kafka: Kafka, { sessionTimeoutMs, maxBytes }: KafkaSettings, group: string): Consumer {
  return kafka.consumer({
    groupId: group,
    partitionAssigners: [createAssigner],
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 30_000,
    heartbeatInterval: 1000,
    // What is paused goes on with the next fetch, so no fetch may wait long for messages.
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: maxBytes,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    retry: {
      initialRetryTime: 300,
      maxRetryTime: 3000,
      retries: 8,
      // Whoever starts again makes the topic again.
      restartOnFailure: async (error) => protocolErrorOf(error) !== 'UNKNOWN_TOPIC_OR_PARTITION',
    },
  })
}
