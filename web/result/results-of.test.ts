import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Remembered } from '../history/history.ts'
import { resultsOf } from './results-of.ts'

const source = { digest: 'a'.repeat(64), format: 'png', width: 400, height: 300, bytes: 5000 }
const past = (id: string, format: string, bytes: number, changes: Partial<Remembered> = {}): Remembered => ({
  id,
  batch: { name: 'b', place: 0 },
  name: 'a.png',
  at: '2026-01-01T00:00:00.000Z',
  options: { width: 40, fit: 'fill', ...(format === 'jpeg' && { quality: 70 }) },
  status: 'completed',
  source,
  result: { ...source, digest: 'b'.repeat(64), format, width: 40, height: 30, bytes },
  ...changes,
})

test('results of the same picture are compared by bytes', () => {
  const history = [past('1', 'png', 900), past('2', 'jpeg', 200), past('3', 'gif', 500)]
  assert.deepEqual(
    resultsOf(history, source.digest).map(({ label, bytes }) => `${label}: ${bytes}`),
    ['JPEG 70: 200', 'GIF: 500', 'PNG: 900'],
  )
  const larger = past('4', 'png', 2000, { result: { ...source, width: 80, height: 60, bytes: 2000 } })
  assert.deepEqual(
    resultsOf([larger, ...history.slice(0, 1)], source.digest).map(({ label }) => label),
    ['40 × 30 PNG', '80 × 60 PNG'],
  )
})

test('the same again counts once, the latest; other pictures and what did not complete do not count', () => {
  const other = { ...source, digest: 'c'.repeat(64) }
  const history = [
    past('1', 'png', 900),
    past('2', 'png', 901),
    past('3', 'gif', 1, { source: other }),
    past('4', 'bmp', 1, { status: 'expired' }),
  ]
  assert.deepEqual(
    resultsOf(history, source.digest).map(({ id }) => id),
    ['1'],
  )
  assert.deepEqual(resultsOf(history, undefined), [])
})
