import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countTicksTo, ticksTo, timeTicks } from './ticks.ts'

test('ticks are round', () => {
  assert.deepEqual(ticksTo(7), [0, 2, 4, 6, 8])
  assert.deepEqual(ticksTo(0.34), [0, 0.1, 0.2, 0.3, 0.4])
  assert.deepEqual(ticksTo(1000), [0, 500, 1000])
  assert.deepEqual(ticksTo(0), [0, 1])
})

test('counts are never split', () => {
  assert.deepEqual(countTicksTo(0), [0, 1])
  assert.deepEqual(countTicksTo(3), [0, 1, 2, 3])
  assert.ok(countTicksTo(5).every(Number.isInteger))
})

test('ticks cover what is shown, begin at 0 and are few', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), (highest) => {
      const ticks = ticksTo(highest)
      assert.equal(ticks[0], 0)
      assert.ok((ticks.at(-1) ?? 0) >= highest * (1 - 1e-9))
      assert.ok(ticks.length >= 2 && ticks.length <= 6)
    }),
  )
})

test('times are named evenly, as many as have room', () => {
  assert.deepEqual(timeTicks(1000, 10, 6, 3), [
    [0, 1000],
    [2, 1020],
    [4, 1040],
  ])
})
