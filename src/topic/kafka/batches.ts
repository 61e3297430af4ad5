import { messageBytes } from '../message-bytes.ts'
import type { OutgoingMessage } from '../topic.ts'

/**
 * Messages in batches that a broker takes: it refuses a whole batch over its limit, with an error that names neither the
 * limit nor a message. A message that is larger than the limit goes alone, so that it harms no other.
 */
export function toBatches(messages: readonly OutgoingMessage[], maxBytes: number): OutgoingMessage[][] {
  const batches: OutgoingMessage[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const message of messages) {
    const bytes = messageBytes(message)
    if (size + bytes > maxBytes) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push(message)
    size += bytes
  }
  return batches
}
