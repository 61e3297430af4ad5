import type { TopicPosition } from '../operation/event.ts'
import type { Publish } from '../operation/ports.ts'
import type { Topics } from './topic.ts'

interface PublishDependencies {
  readonly topics: Pick<Topics, 'write'>
  readonly topic: string
  readonly clock: () => number
  readonly newId: () => string
  /** What the message says has happened, or is to happen; `requested` when left out. */
  readonly type?: string
}

/**
 * Writes an operation's message: a claim check, which carries the operation's ID and no picture. It is a CloudEvent 1.0
 * in Kafka's binary content mode: the attributes are `ce_` headers, the value is the data.
 */
export function createPublish(dependencies: PublishDependencies): Publish {
  return (operation) => writeClaimCheck(dependencies, 'operation', operation)
}

/** Writes the message of a playback run, made the same way. @returns the same as `createPublish` gives */
export function createPublishPlayback(dependencies: PublishDependencies): (run: string) => Promise<TopicPosition> {
  return (run) => writeClaimCheck(dependencies, 'playback', run)
}

async function writeClaimCheck(
  { topics, topic, clock, newId, type = 'requested' }: PublishDependencies,
  kind: 'operation' | 'playback',
  id: string,
): Promise<TopicPosition> {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: newId(),
    ce_source: '/picture-resize-api',
    ce_type: `picture-resize.${kind}.${type}`,
    ce_subject: id,
    ce_time: new Date(clock()).toISOString(),
    traceparent: `00-${newId()}-${newId().slice(0, 16)}-01`,
  }
  const value = Buffer.from(JSON.stringify({ [kind]: id }))
  const [position] = await topics.write([{ topic, key: id, value, headers }])
  if (!position) throw new TypeError('a topic that wrote a message says where')
  return position
}
