import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstSize, optionsOf, sizeFor, sizeOf } from './wanted-size.ts'

const wide = { width: 1920, height: 1280 }

test('a new picture is asked to become smaller, in its own shape', () => {
  assert.deepEqual(sizeFor(firstSize, wide).sides, { width: '640', height: '427' })
  assert.deepEqual(sizeFor(firstSize, { width: 300, height: 200 }).sides, { width: '150', height: '100' })
  assert.deepEqual(sizeFor(firstSize, { width: 1, height: 1 }).sides, { width: '1', height: '1' })
})

test('a new picture leaves sides alone that are not linked, or that it cannot tell', () => {
  const free = { ...firstSize, isLinked: false }
  assert.equal(sizeFor(free, wide), free)
  assert.equal(sizeFor(firstSize, undefined), firstSize)
})

test('an operation puts the form back as it was', () => {
  for (const sides of [
    { width: '640', height: '427' },
    { width: '640', height: '100' },
  ]) {
    const size = { sides, isLinked: sides.height === '427', fit: 'cover' as const }
    assert.deepEqual(sizeOf(optionsOf(size) ?? assert.fail(), wide), size)
  }
})

test('a side that an operation left out is filled in', () => {
  assert.deepEqual(sizeOf({ width: 640, fit: 'fill' }, wide).sides, { width: '640', height: '427' })
  assert.deepEqual(sizeOf({ height: 427, fit: 'fill' }, wide), {
    sides: { width: '641', height: '427' },
    isLinked: true,
    fit: 'fill',
  })
})

test('there are no options while a side is not valid', () => {
  assert.equal(optionsOf({ ...firstSize, sides: { width: '640', height: '' } }), undefined)
})
