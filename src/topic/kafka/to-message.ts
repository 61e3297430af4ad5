import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { Message } from '../topic.ts'

/** A message of a batch as the port has it. A tombstone (no value) is an empty value. */
export function toMessage(topic: string, partition: number, message: KafkaMessage): Message {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key,
    value: message.value ?? Buffer.alloc(0),
    headers: toHeaders(message.headers),
    timestamp: Number(message.timestamp),
  }
}

/** Headers as texts. Of a header that is there several times the last one counts. */
function toHeaders(headers: IHeaders | undefined): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) texts[name] = last.toString()
  }
  return texts
}
