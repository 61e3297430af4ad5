import { deadLetterTopic, isDeadLetterTopic, retryTopicPattern, retryTopicsOf } from '../src/topic/derived-topics.ts'
import type { NewTopic } from '../src/topic/topic.ts'
import type { ConnectorSettings } from './settings.ts'

/** What a message's retry or dead letter has more than the message: the connector's own headers. */
const ownHeadersBytes = 65_536

/** Retry topics seldom have a message, and every fetch of any message names every partition that is read. */
const RETRY_PARTITIONS = 1

/** The topics of a connector. */
export interface ConnectorTopics {
  /** Those that it reads. */
  readonly read: readonly string[]
  /** The topic that each retry topic belongs to. */
  readonly origins: ReadonlyMap<string, string>
}

/**
 * The topics that have to exist before the connector reads: its own and those that it writes to. What it writes has room
 * for what it adds; to a dead letter that is retried it adds a second time.
 */
export function neededTopics({ topics, retryDelaysMs, partitions, maxBytes }: ConnectorSettings): NewTopic[] {
  const written = topics.flatMap((topic) => {
    const isDeadLetter = isDeadLetterTopic(topic)
    const maxMessageBytes = maxBytes + (isDeadLetter ? 2 : 1) * ownHeadersBytes
    const retries = retryTopicsOf(topic, retryDelaysMs.length)
    return [
      ...retries.map((name) => ({ topic: name, partitions: RETRY_PARTITIONS, maxMessageBytes })),
      ...(isDeadLetter ? [] : [{ topic: deadLetterTopic(topic), partitions, maxMessageBytes }]),
    ]
  })
  const isWritten = new Set(written.map(({ topic }) => topic))
  return [...topics.flatMap((topic) => (isWritten.has(topic) ? [] : { topic, partitions })), ...written]
}

/**
 * The topics that a connector reads: its topics and all of their retry topics, also those that were made for a longer
 * list of delays, because messages may still wait in them.
 * @param existing the names of all topics that there are
 */
export function connectorTopics(
  { topics, retryDelaysMs }: Pick<ConnectorSettings, 'topics' | 'retryDelaysMs'>,
  existing: readonly string[],
): ConnectorTopics {
  const origins = new Map<string, string>()
  for (const topic of topics) {
    const pattern = retryTopicPattern(topic)
    const found = existing.filter((name) => pattern.test(name))
    for (const name of [...retryTopicsOf(topic, retryDelaysMs.length), ...found]) origins.set(name, topic)
  }
  return { read: [...new Set([...topics, ...origins.keys()])], origins }
}
