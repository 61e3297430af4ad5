import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { Failure } from '../../errors/failure.ts'
import { partitionOf } from '../partition-of.ts'
import type { Message, OutgoingMessage, Position } from '../topic.ts'
import { inTransaction } from './sqlite.ts'

/** How many messages one trimming transaction removes at most: the calls block the process while they run. */
const trimBatch = 1000

/** The append-only messages of one file. Every call is synchronous; what SQLite throws comes out as it is. */
export interface MessageLog {
  /** Creates missing topics; existing ones keep their partitions. */
  create(topics: readonly { topic: string; partitions: number }[]): void
  /** Removes topics with their messages, and groups with their offsets. */
  remove(topics: readonly string[], groups: readonly string[]): void
  /** The names of all topics. */
  topics(): string[]
  /** @throws Failure `topic-unavailable` when the topic does not exist */
  partitionsOf(topic: string): number
  /** Appends all messages in one transaction. @throws Failure `topic-unavailable` when a topic does not exist */
  append(messages: readonly OutgoingMessage[], now: number): Position[]
  /** The next messages at or behind `from`, in offset order. */
  read(topic: string, partition: number, from: number, limit: number): Message[]
  /** The oldest offset that is still kept (the end, when none is) and the offset that the next message will get. */
  bounds(topic: string, partition: number): { first: number; end: number }
  /** Removes what was written before `before` (epoch ms), oldest first. Gives the number of messages removed. */
  trim(before: number): number
}

/** The messages kept in `database`. */
export function createMessageLog(database: DatabaseSync): MessageLog {
  const insertTopic = database.prepare('insert or ignore into topic (name, partitions) values (?, ?)')
  const insertPartition = database.prepare('insert or ignore into topic_partition (topic, partition) values (?, ?)')
  const selectTopics = database.prepare('select name from topic order by name')
  const selectTopic = database.prepare('select partitions from topic where name = ?')
  const takeOffset = database.prepare(
    'update topic_partition set next_offset = next_offset + 1 where topic = ? and partition = ? returning next_offset',
  )
  const insertMessage = database.prepare(
    `insert into message (topic, partition, "offset", key, value, headers, written_at) values (?, ?, ?, ?, ?, ?, ?)`,
  )
  const selectMessages = database.prepare(
    `select "offset", key, value, headers, written_at from message
     where topic = ? and partition = ? and "offset" >= ? order by "offset" limit ?`,
  )
  const selectBounds = database.prepare(
    `select next_offset as "end", coalesce(
       (select min("offset") from message as m where m.topic = p.topic and m.partition = p.partition), next_offset
     ) as first from topic_partition as p where topic = ? and partition = ?`,
  )
  const selectPartitions = database.prepare('select topic, partition from topic_partition')
  // Only the oldest messages of a partition are looked at, so no index over times is needed.
  const deleteOldest = database.prepare(
    `delete from message where topic = ?1 and partition = ?2 and written_at < ?3 and "offset" in (
       select "offset" from message where topic = ?1 and partition = ?2 order by "offset" limit ?4)`,
  )
  const deletions = ['committed_offset', 'message', 'topic_partition'].map((table) =>
    database.prepare(`delete from ${table} where topic = ?`),
  )
  const deleteTopic = database.prepare('delete from topic where name = ?')
  const deleteGroup = database.prepare('delete from committed_offset where group_name = ?')
  const turns = new Map<string, number>()

  const partitionsOf = (topic: string): number => {
    const partitions = selectTopic.get(topic)?.['partitions']
    if (partitions === undefined) {
      throw new Failure('topic-unavailable', { message: `The topic ${topic} does not exist.` })
    }
    return Number(partitions)
  }

  const nextTurn = (topic: string, partitions: number): number => {
    const turn = turns.get(topic) ?? 0
    turns.set(topic, turn + 1)
    return turn % partitions
  }

  const appendOne = (message: OutgoingMessage, now: number): Position => {
    const { topic, value, headers } = message
    const key = message.key === null ? null : Buffer.from(message.key)
    const partitions = partitionsOf(topic)
    const partition = key === null ? nextTurn(topic, partitions) : partitionOf(key, partitions)
    const offset = Number(takeOffset.get(topic, partition)?.['next_offset']) - 1
    insertMessage.run(topic, partition, offset, key, value, JSON.stringify(headers), now)
    return { topic, partition, offset }
  }

  return {
    create(topics) {
      inTransaction(database, () => {
        for (const { topic, partitions } of topics) {
          if (insertTopic.run(topic, partitions).changes === 0) continue
          for (let partition = 0; partition < partitions; partition++) insertPartition.run(topic, partition)
        }
      })
    },
    remove(topics, groups) {
      inTransaction(database, () => {
        for (const group of groups) deleteGroup.run(group)
        for (const topic of topics) {
          for (const deletion of [...deletions, deleteTopic]) deletion.run(topic)
          turns.delete(topic)
        }
      })
    },
    topics: () => selectTopics.all().map((row) => String(row['name'])),
    partitionsOf,
    append: (messages, now) => inTransaction(database, () => messages.map((message) => appendOne(message, now))),
    read: (topic, partition, from, limit) =>
      selectMessages.all(topic, partition, from, limit).map((row) => toMessage(topic, partition, row)),
    bounds(topic, partition) {
      const row = selectBounds.get(topic, partition)
      return { first: Number(row?.['first'] ?? 0), end: Number(row?.['end'] ?? 0) }
    },
    trim(before) {
      let removed = 0
      for (const row of selectPartitions.all()) {
        let changes: number
        do {
          changes = Number(deleteOldest.run(String(row['topic']), Number(row['partition']), before, trimBatch).changes)
          removed += changes
        } while (changes === trimBatch)
      }
      return removed
    },
  }
}

function toMessage(topic: string, partition: number, row: Record<string, SQLOutputValue>): Message {
  return {
    topic,
    partition,
    offset: Number(row['offset']),
    key: row['key'] === null ? null : toBuffer(row['key']),
    value: toBuffer(row['value']),
    headers: JSON.parse(String(row['headers'])) as Record<string, string>,
    timestamp: Number(row['written_at']),
  }
}

function toBuffer(blob: SQLOutputValue | undefined): Buffer {
  const bytes = blob as Uint8Array
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
