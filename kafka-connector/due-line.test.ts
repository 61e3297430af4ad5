import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { until } from '../test/connector-stage.ts'
import { createDueLine } from './due-line.ts'

describe('the line of those who wait for their time', () => {
  it('lets everyone in at their time, the earlier first, and in the order of coming when times are equal', async () => {
    const times = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 0, max: 8 }), async (timeOf, between) => {
        let now = 0
        const line = createDueLine(() => now, new AbortController().signal)
        const order: number[] = []
        const waits = timeOf.map((time, index) => line.waitUntil(time).then(() => order.push(index)))
        const sorted = [...timeOf.keys()].sort((one, other) => (timeOf[one] ?? 0) - (timeOf[other] ?? 0) || one - other)

        now = between
        const due = timeOf.filter((time) => time <= between).length
        await until(() => order.length >= due)
        assert.deepEqual(order, sorted.slice(0, due))
        now = 8
        await Promise.all(waits)
        assert.deepEqual(order, sorted)
      }),
      { numRuns: 50 },
    )
  })

  it('lets all of them go when nobody has to wait any more', async () => {
    const leaving = new AbortController()
    const line = createDueLine(() => 0, leaving.signal)
    const waiting = [line.waitUntil(1e15), line.waitUntil(5e6)]
    leaving.abort(new Error('leaving'))
    for (const wait of waiting) await assert.rejects(wait, /leaving/)
    await assert.rejects(line.waitUntil(0), /leaving/)
  })
})
