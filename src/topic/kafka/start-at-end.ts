import type { Admin, Consumer } from 'kafkajs'
import type { TopicPartition } from '../assign-partitions.ts'

/** What it needs. */
export interface StartAtEndOptions {
  readonly admin: Admin
  readonly consumer: Consumer
  readonly group: string
}

/**
 * Has a group without commits begin at the end of these partitions, and commits that at once: otherwise what comes
 * before its first commit would be skipped by the next member that gets the partition. The caller has them paused.
 */
export async function startAtEnd(options: StartAtEndOptions, partitions: readonly TopicPartition[]): Promise<void> {
  const { admin, consumer, group } = options
  const topics = [...new Set(partitions.map(({ topic }) => topic))]
  const isAsked = new Set(partitions.map(({ topic, partition }) => `${topic}/${partition}`))
  for (const { topic, partitions: committed } of await admin.fetchOffsets({ groupId: group, topics })) {
    const unknown = committed.filter(({ partition, offset }) => offset === '-1' && isAsked.has(`${topic}/${partition}`))
    if (unknown.length === 0) continue
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]))
    const starts = unknown.map(({ partition }) => ({ topic, partition, offset: ends.get(partition) ?? '0' }))
    for (const start of starts) consumer.seek(start)
    await consumer.commitOffsets(starts)
  }
}
