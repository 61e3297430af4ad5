import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSide, sidesWithin, typeSide } from './sides.ts'

const wide = { width: 1920, height: 1080 }
const empty = { width: '', height: '' }

test('linked sides keep the aspect ratio, whichever is typed', () => {
  assert.deepEqual(typeSide(empty, 'width', '640', wide), { width: '640', height: '360' })
  assert.deepEqual(typeSide(empty, 'height', '360', wide), { width: '640', height: '360' })
})

test('a side never becomes less than one pixel', () => {
  assert.deepEqual(typeSide(empty, 'width', '1', { width: 4000, height: 10 }), { width: '1', height: '1' })
})

test('unlinked sides do not follow each other', () => {
  assert.deepEqual(typeSide({ width: '5', height: '7' }, 'width', '640', undefined), { width: '640', height: '7' })
})

test('a side that is being typed leaves the other one alone', () => {
  assert.deepEqual(typeSide({ width: '5', height: '7' }, 'width', '', wide), { width: '', height: '7' })
})

test('a preset sets the longer side', () => {
  assert.deepEqual(sidesWithin(320, wide), { width: '320', height: '180' })
  assert.deepEqual(sidesWithin(320, { width: 1080, height: 1920 }), { width: '180', height: '320' })
  assert.deepEqual(sidesWithin(320, undefined), { width: '320', height: '320' })
})

test('sides from 1 to the limit are taken, nothing else', () => {
  assert.equal(readSide('1', 300), 1)
  assert.equal(readSide('300', 300), 300)
  for (const text of ['', '0', '-1', '1.5', '1e3', '301', ' 5']) assert.equal(readSide(text, 300), undefined)
})
