import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { OutgoingMessage, Topics } from '../src/topic/topic.ts'

const firstDelayMs = 100
const longestDelayMs = 5000

/**
 * Writes a message, again and again until it is written: only then may the message it stands for be settled.
 * @throws the signal's reason when it is not written and the signal has aborted; it is tried at least once
 */
export async function writeUntilDone(
  topics: Pick<Topics, 'write'>,
  message: OutgoingMessage,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    try {
      await topics.write([message])
      return
    } catch (error) {
      logger.warn({ err: error, topic: message.topic }, 'a message could not be written; it is tried again')
      await sleep(delayMs, undefined, { signal })
    }
  }
}
