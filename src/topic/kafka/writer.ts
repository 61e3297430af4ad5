import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs'
import { Failure } from '../../errors/failure.ts'
import type { OutgoingMessage, Position } from '../topic.ts'
import { toBatches } from './batches.ts'
import { createPartitioner } from './partitioner.ts'
import { protocolErrorOf, toTopicFailure } from './topic-failure.ts'

/** Every replica that is in sync has the message. */
const ALL_REPLICAS = -1

/** How many bytes go to a broker at once: below the 1,048,588 that a topic takes unless it is set otherwise. */
const maxBatchBytes = 1_000_000

/** What the writer needs. */
export interface WriterOptions {
  readonly kafka: Kafka
  readonly writeTimeoutMs: number
}

/** Writes messages to Kafka. */
export interface Writer {
  /** As the port's. A call that timed out may still be written. @throws Failure `topic-unavailable` */
  write(messages: readonly OutgoingMessage[]): Promise<Position[]>
  /**
   * Lets the next write begin with a new producer: one that has written to a topic asks for it for ever, and fails every
   * other write once that topic is removed.
   */
  renew(): void
  close(): Promise<void>
}

/**
 * A writer that connects with its first message. Writes wait for all replicas in sync and are tried again for a while.
 * They are not idempotent in Kafka's sense: with a bound to its retries, kafkajs can lose a confirmed message then
 * (docs/adr/0011), and readers meet duplicates anyway whenever a caller writes again.
 */
export function createWriter({ kafka, writeTimeoutMs }: WriterOptions): Writer {
  const partitions = new WeakMap<Message, number>()
  const inFlight = new Map<Promise<Producer>, Set<Promise<unknown>>>()
  let connected: Promise<Producer> | undefined

  const connect = async (): Promise<Producer> => {
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: createPartitioner((message, partition) => partitions.set(message, partition)),
      metadataMaxAge: 60_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 8 },
    })
    await producer.connect()
    return producer
  }

  /** A producer that is still sending would connect again after it was disconnected, and stay so. */
  const retire = async (producer: Promise<Producer>): Promise<void> => {
    if (connected === producer) connected = undefined
    await Promise.allSettled(inFlight.get(producer) ?? [])
    inFlight.delete(producer)
    await producer.then((each) => each.disconnect()).catch(() => {})
  }

  const send = async (producer: Producer, batch: readonly OutgoingMessage[]): Promise<Position[]> => {
    const outgoing = batch.map(({ topic, key, value, headers }) => ({
      topic,
      message: { key: key === null ? null : Buffer.from(key), value: Buffer.from(value), headers: { ...headers } },
    }))
    const topicMessages = [...Map.groupBy(outgoing, ({ topic }) => topic)].map(([topic, entries]) => ({
      topic,
      messages: entries.map(({ message }) => message),
    }))
    const written = await producer.sendBatch({ acks: ALL_REPLICAS, timeout: writeTimeoutMs, topicMessages })
    const next = new Map(written.map((record) => [nameOf(record), Number(record.baseOffset)]))
    return outgoing.map(({ topic, message }) => {
      const partition = partitions.get(message) ?? 0
      const name = `${topic}/${partition}`
      const offset = next.get(name) ?? 0
      next.set(name, offset + 1)
      return { topic, partition, offset }
    })
  }

  /** A producer that could not connect, or that wants to know of a topic which is gone, fails every other write too. */
  const sendOrRetire = async (batch: readonly OutgoingMessage[]): Promise<Position[]> => {
    connected ??= connect()
    const producer = connected
    try {
      const sending = producer.then((each) => send(each, batch))
      track(producer, sending)
      return await within(writeTimeoutMs, sending)
    } catch (error) {
      const protocolError = protocolErrorOf(error)
      if (protocolError === undefined || protocolError === 'UNKNOWN_TOPIC_OR_PARTITION') retire(producer)
      throw toTopicFailure(error)
    }
  }

  const track = (producer: Promise<Producer>, sending: Promise<unknown>): void => {
    const all = inFlight.get(producer) ?? new Set()
    inFlight.set(producer, all.add(sending))
    const forget = () => all.delete(sending)
    sending.then(forget, forget)
  }

  return {
    async write(messages) {
      const positions: Position[] = []
      for (const batch of toBatches(messages, maxBatchBytes)) {
        positions.push(...(await sendOrRetire(batch)))
      }
      return positions
    },
    renew() {
      if (connected) void retire(connected)
    },
    async close() {
      await Promise.all([...inFlight.keys()].map(retire))
    },
  }
}

const nameOf = ({ topicName, partition }: RecordMetadata): string => `${topicName}/${partition}`

/** @throws Failure `topic-unavailable` when `work` takes longer */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(
      new Failure('topic-unavailable', { message: `Kafka did not confirm a message within ${timeoutMs} ms.` }),
    )
  }, timeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
