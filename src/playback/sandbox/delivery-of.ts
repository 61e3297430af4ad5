import type { TopicPosition } from '../../operation/event.ts'
import type { Message } from '../../topic/topic.ts'

/** Where a message stands, as the history tells it. */
export function deliveryOf({ topic, partition, offset }: Message): TopicPosition {
  return { topic, partition, offset }
}
