import type { Publish } from '../operation/ports.ts'
import type { Topics } from './topic.ts'

interface PublishDependencies {
  readonly topics: Topics
  readonly topic: string
  readonly clock: () => number
  readonly newId: () => string
}

/**
 * Writes an operation's message: a claim check, which carries the operation's ID and no picture. It is a CloudEvent 1.0
 * in Kafka's binary content mode: the attributes are `ce_` headers, the value is the data.
 */
export function createPublish({ topics, topic, clock, newId }: PublishDependencies): Publish {
  return async (operation) => {
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: newId(),
      ce_source: '/picture-resize-api',
      ce_type: 'picture-resize.operation.requested',
      ce_subject: operation,
      ce_time: new Date(clock()).toISOString(),
      traceparent: `00-${newId()}-${newId().slice(0, 16)}-01`,
    }
    const value = Buffer.from(JSON.stringify({ operation }))
    const [position] = await topics.write([{ topic, key: operation, value, headers }])
    if (!position) throw new TypeError('a topic that wrote a message says where')
    return position
  }
}
