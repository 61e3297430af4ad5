import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message, OutgoingMessage, SubscriptionOptions, Topics } from '../../src/topic/topic.ts'

/** A message to be written. */
export const text = (topic: string, key: string | null, value: string): OutgoingMessage => ({
  topic,
  key,
  value: Buffer.from(value),
  headers: {},
})

/** The value of a message as text. */
export const textOf = (message: Message): string => message.value.toString()

type ReadOptions = Partial<Pick<SubscriptionOptions, 'maxMessages' | 'revoked'>> & {
  readonly group: string
  readonly initialOffset?: 'earliest' | 'latest'
}

/** A member that collects what it receives. */
export async function read(topics: Topics, topic: string, options: ReadOptions) {
  const { initialOffset = 'earliest', maxMessages = 10, ...rest } = options
  const messages: Message[] = []
  const subscription = await topics.subscribe({
    ...rest,
    maxMessages,
    topics: [{ topic, initialOffset }],
    async receive(received) {
      messages.push(...received)
    },
  })
  return { messages, subscription, count: (count: number) => until(() => messages.length >= count) }
}

/** Waits for a condition that other parts bring about; how long that takes is not asserted. */
export async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !condition(); await sleep(2)) {
    assert.ok(Date.now() < deadline, 'the expected state was not reached')
  }
}
