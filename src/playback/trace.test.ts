import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry } from './record.ts'
import { traceOf } from './trace.ts'

const entry = (at: number, happened: Entry['happened'], operation?: string): Entry => ({
  at,
  happened,
  operation,
  part: 'worker',
  bytes: 0,
  name: '',
})

const entries = [
  entry(1, 'part-ended'),
  entry(2, 'submitted', 'a'),
  entry(3, 'submitted', 'b'),
  entry(4, 'ended', 'b'),
  entry(5, 'part-ended'),
  entry(6, 'part-began'),
  entry(7, 'ended', 'a'),
  entry(8, 'read', 'a'),
  entry(9, 'part-ended'),
]
const timesOf = (operation: string) => traceOf(entries, operation).map(({ at }) => at)

test('a trace has the ends of parts between the request of its operation and its end, and no others', () => {
  assert.deepEqual(timesOf('a'), [2, 5, 6, 7, 8])
  assert.deepEqual(timesOf('b'), [3, 4])
  assert.deepEqual(timesOf('never handed in'), [])
})
