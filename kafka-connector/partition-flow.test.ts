import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Message } from '../src/topic/topic.ts'
import type { Delivery } from './delivery.ts'
import { createPartitionFlow, type PartitionFlowOptions } from './partition-flow.ts'
import { toDelivery } from './retry-topics.ts'

const messageAt = (offset: number, notBefore = 0): Message => ({
  topic: 't.retry.1',
  partition: 0,
  offset,
  key: null,
  value: Buffer.alloc(0),
  headers: { 'x-connector-not-before': String(notBefore) },
  timestamp: 0,
})
const messages = (count: number, notBefore = 0) =>
  Array.from({ length: count }, (_, offset) => messageAt(offset, notBefore))

function createStage(deliver: PartitionFlowOptions['deliver'], maxInFlight = 2) {
  const committed: number[] = []
  const time = { now: 0 }
  const flow = createPartitionFlow({
    maxInFlight,
    clock: () => time.now,
    toDelivery: (message) => toDelivery(message, 't'),
    deliver,
    committable: ({ offset }) => committed.push(offset),
    broken: (error) => assert.fail(String(error)),
  })
  return { flow, committed, time }
}

describe('the flow of a partition', () => {
  it('lets a message that is not due wait without holding up the others, and commits in order', async () => {
    const delivered: number[] = []
    const { flow, committed, time } = createStage(async ({ message }) => void delivered.push(message.offset), 1)
    await flow.take([messageAt(0, 10), messageAt(1, 10), messageAt(2), messageAt(3)])
    await nextTurn()
    assert.deepEqual(delivered, [2, 3])
    assert.deepEqual(committed, [])
    time.now = 10
    await flow.idle()
    assert.deepEqual(delivered, [2, 3, 0, 1])
    assert.deepEqual(committed, [0, 3])
  })

  it('takes in only what there is room for', async () => {
    const gate = Promise.withResolvers<void>()
    let begun = 0
    const { flow, committed } = createStage(() => {
      begun++
      return gate.promise
    })
    let taken = false
    const taking = flow.take(messages(5)).then(() => {
      taken = true
    })
    await nextTurn()
    assert.equal(begun, 2)
    assert.equal(taken, false)
    gate.resolve()
    await taking
    await flow.idle()
    assert.equal(begun, 5)
    assert.equal(committed.at(-1), 4)
  })

  it('goes only so far past a message that does not settle', async () => {
    const gate = Promise.withResolvers<void>()
    let last = 0
    const { flow, committed } = createStage(({ message }: Delivery) => {
      last = message.offset
      return message.offset === 0 ? gate.promise : Promise.resolve()
    })
    const taking = flow.take(messages(3000))
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    assert.equal(last, 1023)
    assert.deepEqual(committed, [])
    gate.resolve()
    await taking
    await flow.idle()
    assert.equal(committed.at(-1), 2999)
  })

  it('gives up what only waits when it stops, and ends what is in flight', async () => {
    const gate = Promise.withResolvers<void>()
    const { flow, committed } = createStage(() => gate.promise, 1)
    const taking = flow.take([messageAt(0), messageAt(1, Number.MAX_SAFE_INTEGER), messageAt(2)])
    await nextTurn()
    flow.stop()
    await taking
    gate.resolve()
    await flow.idle()
    assert.deepEqual(committed, [0])
  })
})
