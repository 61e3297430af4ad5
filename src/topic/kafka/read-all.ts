import { randomUUID } from 'node:crypto'
import type { Admin, Kafka } from 'kafkajs'
import type { Message } from '../topic.ts'
import { toMessage } from './to-message.ts'

/** What reading a whole topic needs. */
export interface ReadAllOptions {
  readonly kafka: Kafka
  readonly admin: Admin
  readonly topic: string
  receive(messages: readonly Message[]): Promise<void> | void
}

/**
 * Reads every partition of a topic from its beginning to its present end, as the only member of a group that commits
 * nothing and is deleted afterwards.
 * @throws what Kafka answers, and what `receive` throws
 */
export async function readAll({ kafka, admin, topic, receive }: ReadAllOptions): Promise<void> {
  const open = new Map<number, number>()
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (Number(high) > Number(low)) open.set(partition, Number(high))
  }
  if (open.size === 0) return

  const groupId = `read-all-${randomUUID()}`
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 500 })
  const done = Promise.withResolvers<void>()
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) done.reject(payload.error)
  })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 1,
      async eachBatch({ batch }) {
        const end = open.get(batch.partition)
        if (end === undefined) return
        const messages = batch.messages
          .map((message) => toMessage(topic, batch.partition, message))
          .filter(({ offset }) => offset < end)
        try {
          await receive(messages)
        } catch (error) {
          done.reject(error)
          return
        }
        if (Number(batch.lastOffset()) >= end - 1) open.delete(batch.partition)
        if (open.size === 0) done.resolve()
      },
    })
    await done.promise
  } finally {
    await consumer.disconnect().catch(() => {})
    await admin.deleteGroups([groupId]).catch(() => {})
  }
}
