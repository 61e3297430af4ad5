import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSlots } from './slots.ts'

const { signal } = new AbortController()

describe('slots', () => {
  it('are taken in turn and never more than there are', async () => {
    const slots = createSlots(2)
    const order: number[] = []
    let taken = 0
    const tasks = [0, 1, 2, 3, 4].map(async (task) => {
      await slots.take(signal)
      order.push(task)
      assert.ok(++taken <= 2)
      await new Promise((resolve) => setTimeout(resolve, 1))
      taken--
      slots.giveBack()
    })
    await Promise.all(tasks)
    assert.deepEqual(order, [0, 1, 2, 3, 4])
    assert.equal(slots.taken, 0)
  })

  it('let more in when they grow, and fewer when they shrink', async () => {
    const slots = createSlots(1)
    await slots.take(signal)
    const second = slots.take(signal)
    slots.resize(2)
    await second
    slots.resize(1)
    let third = false
    const waiting = slots.take(signal).then(() => {
      third = true
    })
    slots.giveBack()
    await Promise.resolve()
    assert.equal(third, false)
    slots.giveBack()
    await waiting
    assert.equal(slots.taken, 1)
  })

  it('keep no place for those who gave up', async () => {
    const slots = createSlots(1)
    await slots.take(signal)
    const leaving = new AbortController()
    const waiting = slots.take(leaving.signal)
    leaving.abort(new Error('leaving'))
    await assert.rejects(waiting, /leaving/)
    slots.giveBack()
    await slots.take(signal)
    await assert.rejects(slots.take(leaving.signal), /leaving/)
    assert.equal(slots.taken, 1)
  })
})
