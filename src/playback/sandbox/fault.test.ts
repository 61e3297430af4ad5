import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFaultPlan } from './fault.ts'

const numbers = { operations: fc.integer({ min: 1, max: 500 }), inHand: fc.integer({ min: 1, max: 16 }) }

test('it is time before the last operation is handed in, and when half are over at the latest', () => {
  fc.assert(
    fc.property(fc.record(numbers), ({ operations, inHand }) => {
      let over = 0
      const plan = createFaultPlan('worker', { operations, inHand, overCount: () => over })
      while (!plan.midway('worker', () => {})) over += 1
      const handedIn = Math.min(operations, over + inHand)
      assert.ok(over <= operations / 2)
      assert.ok(over === 0 || handedIn < operations)
    }),
  )
})

test('it strikes once, and no other part', () => {
  const plan = createFaultPlan('worker', { operations: 3, inHand: 8, overCount: () => 0 })
  assert.equal(plan.midway('connector', assert.fail), false)
  assert.equal(
    plan.midway('worker', () => {}),
    true,
  )
  assert.equal(plan.midway('worker', assert.fail), false)
})

test('a run without a fault ends nothing', () => {
  assert.equal(
    createFaultPlan(undefined, { operations: 3, inHand: 8, overCount: () => 3 }).midway('worker', assert.fail),
    false,
  )
})
