import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Message } from '../topic.ts'
import { createPartitionQueue } from './partition-queue.ts'

const messagesFrom = (offset: number, count: number, bytes = 1): Message[] =>
  Array.from({ length: count }, (_, index) => ({
    topic: 't',
    partition: 0,
    offset: offset + index,
    key: null,
    value: Buffer.alloc(bytes),
    headers: {},
    timestamp: 0,
  }))

function openQueue(receive: (offsets: number[]) => Promise<void>) {
  const changes: string[] = []
  const queue = createPartitionQueue({
    maxMessages: 10,
    receive: (messages) => receive(messages.map(({ offset }) => offset)),
    pause: () => changes.push('pause'),
    resume: () => changes.push('resume'),
    broken: (error) => changes.push(String(error)),
  })
  return { queue, changes }
}

describe('the queue of a partition', () => {
  it('hands over every message once and in order, also those that are fetched again', async () => {
    const received: number[] = []
    const { queue } = openQueue(async (offsets) => void received.push(...offsets))
    queue.take(messagesFrom(5, 20))
    assert.deepEqual([queue.next, queue.committed], [25, 5])
    queue.take(messagesFrom(15, 15))
    queue.take(messagesFrom(40, 1))
    await nextTurn()
    assert.deepEqual(received, [...Array.from({ length: 25 }, (_, index) => 5 + index), 40])
  })

  it('has fetching paused while it is full, by number or by bytes, and then goes on', async () => {
    for (const messages of [messagesFrom(0, 3000), messagesFrom(0, 100, 100_000)]) {
      const gate = Promise.withResolvers<void>()
      const { queue, changes } = openQueue(() => gate.promise)
      queue.take(messages)
      assert.deepEqual(changes, ['pause'])
      gate.resolve()
      await nextTurn()
      assert.deepEqual(changes, ['pause', 'resume'])
    }
  })

  it('hands nothing over after it was stopped, and leaves nothing paused', async () => {
    const gate = Promise.withResolvers<void>()
    let calls = 0
    const { queue, changes } = openQueue(() => {
      calls++
      return gate.promise
    })
    queue.take(messagesFrom(0, 3000))
    queue.stop()
    gate.resolve()
    await nextTurn()
    queue.take(messagesFrom(3000, 1))
    assert.equal(calls, 1)
    assert.deepEqual(changes, ['pause', 'resume'])
  })

  it('stops and says so when the receiver fails', async () => {
    const { queue, changes } = openQueue(() => Promise.reject(new Error('no')))
    queue.take(messagesFrom(0, 30))
    await nextTurn()
    assert.deepEqual(changes, ['Error: no'])
  })
})
