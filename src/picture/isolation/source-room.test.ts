import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSourceRoom } from './source-room.ts'

test('the same memory is used again, and nothing of a longer source lies behind a shorter one', () => {
  const roomFor = createSourceRoom(100)
  const long = roomFor(100).fill(7)
  const short = roomFor(10)
  assert.equal(short.buffer, long.buffer)
  assert.deepEqual(Buffer.from(short.buffer, short.byteOffset, 100).subarray(10), Buffer.alloc(90))
})

test('each source has its own length, and one that is longer than allowed has room of its own', () => {
  const roomFor = createSourceRoom(100)
  assert.deepEqual(
    [0, 1, 100].map((length) => roomFor(length).length),
    [0, 1, 100],
  )
  const own = roomFor(101)
  assert.equal(own.length, 101)
  assert.notEqual(own.buffer, roomFor(1).buffer)
})
