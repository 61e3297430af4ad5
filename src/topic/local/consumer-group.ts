import { assignPartitions, type TopicPartition } from '../assign-partitions.ts'
import type { Message, SubscriptionOptions } from '../topic.ts'
import { type PartitionReader, startPartitionReader } from './partition-reader.ts'

/** What a group needs of the log. */
export interface ConsumerGroupOptions {
  partitionsOf(topic: string): number
  /** Where a member starts in a partition. */
  startOf(partition: TopicPartition, initialOffset: 'earliest' | 'latest'): number
  read(partition: TopicPartition, from: number, limit: number): Message[]
}

/** One member of a group. */
export interface Member {
  /** Whether the member owns this partition now. */
  owns(partition: TopicPartition): boolean
  /** Leaves the group: its partitions go to the others. */
  leave(): void
  /** Resolves when the member has left, rejects when its `receive` threw or the log could not be read. */
  readonly ended: Promise<void>
}

/** The members of one group in this process. They share the partitions; each partition is read by one of them. */
export interface ConsumerGroup {
  join(options: SubscriptionOptions): Member
  /** New messages may be in this partition. */
  wake(partition: TopicPartition): void
  /** All members leave at once; nothing is given to another. */
  close(): void
}

interface Reading {
  readonly options: SubscriptionOptions
  readonly readers: Map<string, PartitionReader>
  reads(topic: string): boolean
}

/** A group without members. */
export function createConsumerGroup(log: ConsumerGroupOptions): ConsumerGroup {
  const members = new Set<Reading>()
  const endings = new Map<Reading, PromiseWithResolvers<void>>()

  /** Every partition is first taken from the member that loses it and only then read by the one that gets it. */
  const rebalance = (): void => {
    const topics = new Set([...members].flatMap(({ options }) => options.topics.map(({ topic }) => topic)))
    const partitions = [...topics].sort().flatMap((topic) => partitionsIn(topic, log.partitionsOf(topic)))
    const assignment = assignPartitions([...members], partitions)
    for (const [member, assigned] of assignment) revokeAllBut(member, assigned)
    for (const [member, assigned] of assignment) {
      for (const partition of assigned) if (!member.readers.has(nameOf(partition))) start(member, partition)
    }
  }

  const start = (member: Reading, partition: TopicPartition): void => {
    const { topics, maxMessages, receive } = member.options
    const initialOffset = topics.find(({ topic }) => topic === partition.topic)?.initialOffset ?? 'earliest'
    const reader = startPartitionReader({
      from: log.startOf(partition, initialOffset),
      read: (from) => log.read(partition, from, maxMessages),
      receive,
      broken: (error) => leave(member, error),
    })
    member.readers.set(nameOf(partition), reader)
  }

  const end = (member: Reading, error?: unknown): void => {
    members.delete(member)
    for (const reader of member.readers.values()) reader.stop()
    member.readers.clear()
    if (error === undefined) endings.get(member)?.resolve()
    else endings.get(member)?.reject(error)
    endings.delete(member)
  }

  const leave = (member: Reading, error?: unknown): void => {
    if (!members.has(member)) return
    end(member, error)
    rebalance()
  }

  return {
    join(options) {
      const names = new Set(options.topics.map(({ topic }) => topic))
      const member: Reading = { options, readers: new Map(), reads: (topic) => names.has(topic) }
      const ending = Promise.withResolvers<void>()
      // Whoever wants to know listens to `ended`; a member that nobody watches must not end the process.
      ending.promise.catch(() => {})
      endings.set(member, ending)
      members.add(member)
      rebalance()
      return {
        owns: (partition) => member.readers.has(nameOf(partition)),
        leave: () => leave(member),
        ended: ending.promise,
      }
    },
    wake(partition) {
      for (const { readers } of members) readers.get(nameOf(partition))?.wake()
    },
    close() {
      for (const member of members) end(member)
    },
  }
}

function revokeAllBut(member: Reading, kept: readonly TopicPartition[]): void {
  const names = new Set(kept.map(nameOf))
  const revoked: TopicPartition[] = []
  for (const [name, reader] of member.readers) {
    if (names.has(name)) continue
    reader.stop()
    member.readers.delete(name)
    revoked.push(partitionNamed(name))
  }
  if (revoked.length > 0) member.options.revoked?.(revoked)
}

function partitionsIn(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }))
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

function partitionNamed(name: string): TopicPartition {
  const slash = name.lastIndexOf('/')
  return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)) }
}
