import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operation } from '../api/operation.ts'
import { MOST_REMEMBERED, type Remembered, readHistory, remember, witness } from './history.ts'

const idOf = (number: number) => number.toString(16).padStart(32, '0')
const facts = { digest: 'a'.repeat(64), format: 'png', width: 4, height: 3, bytes: 99 }
const entry = (number: number): Remembered => ({
  id: idOf(number),
  batch: { name: 'b', place: 0 },
  name: `${number}.png`,
  at: '2026-01-01T00:00:00.000Z',
  options: { width: 10, fit: 'fill' },
  status: 'queued',
  source: null,
  result: null,
})

test('the newest comes first, once', () => {
  const history = remember(remember(remember([], entry(1)), entry(2)), entry(1))
  assert.deepEqual(
    history.map(({ name }) => name),
    ['1.png', '2.png'],
  )
})

test('the oldest are forgotten when there are too many', () => {
  let history: Remembered[] = []
  for (let number = 0; number <= MOST_REMEMBERED; number += 1) history = remember(history, entry(number))
  assert.equal(history.length, MOST_REMEMBERED)
  assert.equal(history.at(-1)?.name, '1.png')
})

test('what is seen of an operation is remembered, without its picture', () => {
  const seen = { id: idOf(1), status: 'completed', image: 'aaaa', options: {}, source: facts, result: facts }
  const [changed, other] = witness([entry(1), entry(2)], seen as unknown as Operation)
  assert.deepEqual([changed?.status, changed?.result, changed && 'image' in changed], ['completed', facts, false])
  assert.deepEqual(other, entry(2))
})

test('what was kept comes back; what is not of its form is left out', () => {
  const history = [entry(2), { ...entry(1), result: facts }]
  assert.deepEqual(readHistory(JSON.stringify(history)), history)
  const foreign = [null, 5, {}, { ...entry(1), id: '<script>' }, { ...entry(1), result: 5 }, entry(3)]
  assert.deepEqual(readHistory(JSON.stringify(foreign)), [entry(3)])
  for (const text of [null, '', '{', '{}', 'null', '5']) assert.deepEqual(readHistory(text), [])
})
