import type { Message, Position } from '../src/topic/topic.ts'
import type { Tally } from './delivery-policy.ts'

/** A message on its way to its functions, whether it comes from its own topic or from a retry topic. */
export interface Delivery {
  readonly message: Message
  /** Where the message stood first. */
  readonly origin: Position
  /** The one function that a retried message is for; a message from its own topic is for all functions of the topic. */
  readonly functionName?: string
  /** The group that a retried message is for: other groups on the same topic share its retry topics. */
  readonly group?: string
  readonly tally: Tally
  /** Epoch milliseconds; the message is not delivered before. */
  readonly notBefore: number
}
