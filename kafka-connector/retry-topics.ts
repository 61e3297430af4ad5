import { deadLetterTopic, isDeadLetterTopic, retryTopic } from '../src/topic/derived-topics.ts'
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
  group: `${connectorHeaderPrefix}group`,
  function: `${connectorHeaderPrefix}function`,
  attempts: `${connectorHeaderPrefix}attempts`,
  errors: `${connectorHeaderPrefix}errors`,
  outcome: `${connectorHeaderPrefix}outcome`,
  notBefore: `${connectorHeaderPrefix}not-before`,
  reason: `${connectorHeaderPrefix}reason`,
  time: `${connectorHeaderPrefix}time`,
} as const

/** What a message tells of its death to functions: of a dead letter, and of one that was driven back. */
const deathHeaders = [
  [header.topic, 'dead-letter-topic'],
  [header.partition, 'dead-letter-partition'],
  [header.offset, 'dead-letter-offset'],
  [header.function, 'dead-letter-function'],
  [header.reason, 'dead-letter-reason'],
  [header.outcome, 'dead-letter-outcome'],
  [header.attempts, 'dead-letter-attempts'],
  [header.time, 'dead-letter-time'],
] as const

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
  /** The group of the connector that tried. */
  readonly group: string
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

/** What a dead letter tells of its death, for people to read; a part that it does not name is undefined. */
export function deathOf({ headers }: Pick<Message, 'headers'>) {
  return {
    function: headers[header.function],
    reason: headers[header.reason],
    outcome: headers[header.outcome],
    attempts: headers[header.attempts],
    time: headers[header.time],
  }
}

/**
 * The message that brings a dead letter back to the function that it was for, as if it had never been tried; why it died
 * goes along as headers of the message, which the function sees. A dead letter that names no function goes to its topic.
 */
export function toRedriven({ key, value, headers }: Message, topic: string): OutgoingMessage {
  const kept = withDeath(headers)
  const functionName = headers[header.function]
  if (!functionName) return { topic, key, value, headers: kept }
  const place = [header.topic, header.partition, header.offset, header.group, header.function].flatMap((name) =>
    headers[name] === undefined ? [] : [[name, headers[name]]],
  )
  return { topic: retryTopic(topic, 1), key, value, headers: { ...kept, ...Object.fromEntries(place) } }
}

function outgoing(
  { message, origin }: Delivery,
  { group, functionName, tally, answer }: Attempted,
  topic: string,
  more: Readonly<Record<string, string>>,
): OutgoingMessage {
  const headers = {
    ...withoutConnectorHeaders(message.headers),
    [header.topic]: origin.topic,
    [header.partition]: String(origin.partition),
    [header.offset]: String(origin.offset),
    [header.group]: group,
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
 * connector headers mean nothing then, whoever wrote them; but of a dead letter they tell its function how it died
 */
export function toDelivery(message: Message, origin: string | undefined): Delivery {
  const { topic, partition, offset, headers } = message
  if (origin === undefined) {
    const told = isDeadLetterTopic(topic) ? { ...message, headers: withDeath(headers) } : message
    return { message: told, origin: { topic, partition, offset }, tally: { attempts: 0, errors: 0 }, notBefore: 0 }
  }
  const functionName = headers[header.function]
  const group = headers[header.group]
  return {
    message,
    origin: {
      topic: origin,
      partition: count(headers[header.partition]),
      offset: count(headers[header.offset]),
    },
    ...(functionName ? { functionName } : {}),
    ...(group ? { group } : {}),
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

/** Headers as functions see them: without those of the connector, but with what these tell of the message's death. */
function withDeath(headers: Readonly<Record<string, string>>): Record<string, string> {
  const death = deathHeaders.flatMap(([from, to]) => (headers[from] === undefined ? [] : [[to, headers[from]]]))
  return { ...withoutConnectorHeaders(headers), ...Object.fromEntries(death) }
}

/** A count in a header; 0 when something else stands there. */
function count(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
}
