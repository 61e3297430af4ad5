import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reasonsOf } from './reasons-of.ts'

test('each reason is told once, with how often it was so; what is equal has none', () => {
  const played = [
    { number: 1, outcome: 'equal', attempts: 1, endedMs: 3 },
    { number: 2, outcome: 'refused', attempts: 0, endedMs: null, why: 'Too large.' },
    { number: 3, outcome: 'refused', attempts: 0, endedMs: null, why: 'Too large.' },
    { number: 4, outcome: 'refused', attempts: 0, endedMs: null },
  ] as const
  assert.deepEqual(reasonsOf({ played, leftOut: { 'its source is gone': 2 } }), [
    ['Left out: its source is gone.', 2],
    ['Too large.', 2],
    ['refused', 1],
  ])
})
