import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { openDatabase } from '../../sqlite/open-database.ts'
import type { TopicPartition } from '../assign-partitions.ts'
import type { Topics } from '../topic.ts'
import { createCommittedOffsets } from './committed-offsets.ts'
import { type ConsumerGroup, createConsumerGroup } from './consumer-group.ts'
import { createMessageLog } from './message-log.ts'
import { orUnavailable } from './sqlite.ts'

const scripts = fileURLToPath(new URL('../../../db/sqlite/topic', import.meta.url))

const hourMs = 3_600_000
const sevenDaysMs = 7 * 24 * hourMs

/** How many messages are read at once when a whole topic is. */
const readBatch = 100

/** What the local log needs. */
export interface LocalTopicsOptions {
  /** The file of the log; it is created when missing. */
  readonly path: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** How long a message is kept, read or not: seven days by default, as in Kafka. */
  readonly retentionMs?: number
  readonly logger?: Logger
}

/**
 * Topics in one SQLite file, for one process: partitions, offsets, groups and retention as in Kafka. Writers and
 * readers share the process, so a write wakes the readers and nothing polls.
 *
 * The file is written with synchronous=normal: a killed process loses nothing, a loss of power may take the last
 * messages back. That is enough, because the row in the store is the truth and the sweep writes lost messages again.
 * @throws Failure `data-folder-not-usable` when the file cannot be opened
 */
export function createLocalTopics({ path, clock, retentionMs = sevenDaysMs, logger }: LocalTopicsOptions): Topics {
  const database = openDatabase({ path, scripts, synchronous: 'normal' })
  const log = createMessageLog(database)
  const offsets = createCommittedOffsets(database, log)
  const consumerGroups = new Map<string, ConsumerGroup>()

  const groupNamed = (name: string): ConsumerGroup => {
    const known = consumerGroups.get(name)
    if (known) return known
    const group = createConsumerGroup({
      partitionsOf: log.partitionsOf,
      startOf: ({ topic, partition }, initialOffset) => {
        const bounds = log.bounds(topic, partition)
        return offsets.committed(name, topic, partition) ?? (initialOffset === 'latest' ? bounds.end : bounds.first)
      },
      read: ({ topic, partition }, from, limit) =>
        orUnavailable(database, () => log.read(topic, partition, from, limit)),
    })
    consumerGroups.set(name, group)
    return group
  }

  const wake = (partitions: readonly TopicPartition[]): void => {
    for (const partition of partitions) for (const group of consumerGroups.values()) group.wake(partition)
  }

  const trim = (): void => {
    try {
      const removed = orUnavailable(database, () => log.trim(clock() - retentionMs))
      if (removed > 0) logger?.info({ removed }, 'old messages trimmed')
    } catch (error) {
      logger?.warn({ err: error }, 'old messages could not be trimmed')
    }
  }
  trim()
  const trimming = setInterval(trim, hourMs).unref()

  return {
    async ensure(topics) {
      orUnavailable(database, () => log.create(topics))
    },
    async list() {
      return orUnavailable(database, log.topics)
    },
    async write(messages) {
      const positions = orUnavailable(database, () => log.append(messages, clock()))
      wake(positions)
      return positions
    },
    async subscribe(options) {
      return orUnavailable(database, () => {
        for (const { topic } of options.topics) log.partitionsOf(topic)
        const member = groupNamed(options.group).join(options)
        return {
          async commit(positions) {
            orUnavailable(database, () => offsets.commit(options.group, positions.filter(member.owns)))
          },
          async stop() {
            member.leave()
          },
          ended: member.ended,
        }
      })
    },
    async readAll(topic, receive) {
      const partitions = orUnavailable(database, () => log.partitionsOf(topic))
      for (let partition = 0; partition < partitions; partition++) {
        const { first, end } = orUnavailable(database, () => log.bounds(topic, partition))
        for (let from = first; from < end; ) {
          const messages = orUnavailable(database, () => log.read(topic, partition, from, readBatch))
          const last = messages.at(-1)
          if (!last) break
          await receive(messages.filter(({ offset }) => offset < end))
          from = last.offset + 1
        }
      }
    },
    async remove({ topics, groups }) {
      orUnavailable(database, () => log.remove(topics, groups))
      for (const group of groups) consumerGroups.delete(group)
    },
    async lag(group, topics) {
      return orUnavailable(database, () => topics.flatMap((topic) => offsets.lag(group, topic)))
    },
    async close() {
      clearInterval(trimming)
      for (const group of consumerGroups.values()) group.close()
      if (database.isOpen) database.close()
    },
  }
}
