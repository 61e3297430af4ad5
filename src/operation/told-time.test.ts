import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { requestedEvent } from '../../test/operations.ts'
import type { Operation } from './operation.ts'
import { evolve } from './state-machine.ts'
import { toldTime } from './told-time.ts'

const begun: Operation = { ...evolve(undefined, { ...requestedEvent(), at: 100 }), publishedAt: 140, claimedAt: 120 }

test('a time that can have been is taken as it was told', () => {
  for (const toldAt of [140, 141, 200]) assert.deepEqual(toldTime(begun, toldAt, 200), { at: toldAt })
})

test('a time before what the row recorded, or still to come, moves to the nearest that can have been, and is kept', () => {
  assert.deepEqual(toldTime(begun, 139, 200), { at: 140, toldAt: 139 })
  assert.deepEqual(toldTime(begun, 201, 200), { at: 200, toldAt: 201 })
})

test('no clock, not even the store’s own that went back, dates anything behind its recording', () => {
  const times = fc.integer()
  fc.assert(
    fc.property(times, times, (toldAt, now) => {
      const { at, toldAt: kept = at } = toldTime(begun, toldAt, now)
      assert.ok(at <= now && (at >= 140 || at === now))
      assert.equal(kept, toldAt)
    }),
  )
})
