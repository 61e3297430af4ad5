import type { Message, OutgoingMessage } from '../src/topic/topic.ts'
import { type Answer, outcomeOf } from './answer.ts'
import type { Delivery } from './delivery.ts'
import type { Tally } from './delivery-policy.ts'

/** Headers with this prefix belong to the connector: it writes them, and never shows them to a function. */
export const connectorHeaderPrefix = 'x-connector-'

const header = {
  topic: `${connectorHeaderPrefix}topic`,
  partition: `${connectorHeaderPrefix}partition`,
  offset: `${connectorHeaderPrefix}offset`,
  function: `${connectorHeaderPrefix}function`,
  attempts: `${connectorHeaderPrefix}attempts`,
  errors: `${connectorHeaderPrefix}errors`,
  outcome: `${connectorHeaderPrefix}outcome`,
  notBefore: `${connectorHeaderPrefix}not-before`,
  reason: `${connectorHeaderPrefix}reason`,
  time: `${connectorHeaderPrefix}time`,
} as const

/** The retry topic of a level. Levels count from 1; each has one delay, so its messages come due in order. */
export function retryTopic(topic: string, level: number): string {
  return `${topic}.retry.${level}`
}

/** Where the messages of a topic end that cannot be delivered. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead-letter`
}

/** The retry topics of a topic, one for each delay. */
export function retryTopicsOf(topic: string, delays: number): string[] {
  return Array.from({ length: delays }, (_, index) => retryTopic(topic, index + 1))
}

/**
 * The level for a delay: the first whose own delay is as long, else the last. So no message waits behind one that is
 * due later than its own level promises, except in the last level, when a Retry-After is longer than all delays.
 */
export function levelFor(delayMs: number, delaysMs: readonly number[]): number {
  const index = delaysMs.findIndex((candidate) => candidate >= delayMs)
  return index === -1 ? delaysMs.length : index + 1
}

/** What happened to a delivery: for which function, what was tried with it, and the last answer. */
export interface Attempted {
  readonly functionName: string
  readonly tally: Tally
  readonly answer: Answer
  /** Epoch milliseconds. */
  readonly now: number
}

/** The message that brings a delivery back to one function after a delay. */
export function toRetry(
  delivery: Delivery,
  attempted: Attempted,
  delayMs: number,
  delaysMs: readonly number[],
): OutgoingMessage {
  return outgoing(delivery, attempted, retryTopic(delivery.origin.topic, levelFor(delayMs, delaysMs)), {
    [header.notBefore]: String(Math.ceil(attempted.now + delayMs)),
  })
}

/** The message that keeps what could not be delivered to one function, and why. */
export function toDeadLetter(delivery: Delivery, attempted: Attempted, reason: string): OutgoingMessage {
  return outgoing(delivery, attempted, deadLetterTopic(delivery.origin.topic), {
    [header.reason]: reason,
    [header.time]: new Date(attempted.now).toISOString(),
  })
}

function outgoing(
  { message, origin }: Delivery,
  { functionName, tally, answer }: Attempted,
  topic: string,
  more: Readonly<Record<string, string>>,
): OutgoingMessage {
  const headers = {
    ...withoutConnectorHeaders(message.headers),
    [header.topic]: origin.topic,
    [header.partition]: String(origin.partition),
    [header.offset]: String(origin.offset),
    [header.function]: functionName,
    [header.attempts]: String(tally.attempts),
    [header.errors]: String(tally.errors),
    [header.outcome]: outcomeOf(answer),
    ...more,
  }
  return { topic, key: message.key, value: message.value, headers }
}

/**
 * A message as a delivery.
 * @param origin the topic that the message's retry topic belongs to; undefined for a message from its own topic, whose
 * connector headers mean nothing then, whoever wrote them
 */
export function toDelivery(message: Message, origin: string | undefined): Delivery {
  const { topic, partition, offset, headers } = message
  if (origin === undefined) {
    return { message, origin: { topic, partition, offset }, tally: { attempts: 0, errors: 0 }, notBefore: 0 }
  }
  const functionName = headers[header.function]
  return {
    message,
    origin: {
      topic: origin,
      partition: count(headers[header.partition]),
      offset: count(headers[header.offset]),
    },
    ...(functionName ? { functionName } : {}),
    tally: { attempts: count(headers[header.attempts]), errors: count(headers[header.errors]) },
    notBefore: count(headers[header.notBefore]),
  }
}

/** Headers without those of the connector. */
export function withoutConnectorHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith(connectorHeaderPrefix)),
  )
}

/** A count in a header; 0 when something else stands there. */
function count(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
}
