import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unpackPackBits } from './unpack-packbits.ts'

const unpack = (length: number, ...bytes: number[]) => [...unpackPackBits(Uint8Array.from(bytes), length)]

test('literal bytes, runs, and a count that says nothing', () => {
  assert.deepEqual(unpack(5, 1, 5, 6, 128, 254, 9), [5, 6, 9, 9, 9])
})

test('no more bytes than are asked for', () => {
  assert.deepEqual(unpack(2, 254, 9), [9, 9])
  assert.deepEqual(unpack(1, 1, 5, 6), [5])
})

test('data that ends early is refused', () => {
  for (const bytes of [[], [128], [1, 5], [254], [0, 1]]) {
    assert.throws(() => unpack(3, ...bytes), { name: 'Failure', code: 'picture-malformed' })
  }
})
