import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Frame, framePrefix } from './frame.ts'
import { createFrameReader } from './frame-reader.ts'

test('frames come out as they went in, however the stream cuts them', () => {
  const frames = fc.array(fc.record({ name: fc.string(), body: fc.uint8Array({ maxLength: 50 }) }), { maxLength: 5 })
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 60 }), (sent, chunkLength) => {
      const stream = Buffer.concat(sent.flatMap(({ name, body }) => [framePrefix({ name }, body.length), body]))
      const received: Frame[] = []
      const read = createFrameReader(50, (frame) => received.push(frame))
      for (let at = 0; at < stream.length; at += chunkLength) read(stream.subarray(at, at + chunkLength))
      assert.deepEqual(
        received.map(({ head, body }) => ({ head, body: Uint8Array.from(body) })),
        sent.map(({ name, body }) => ({ head: { name }, body })),
      )
    }),
  )
})

test('a body over the limit, a head over its limit and a head that is no JSON are refused before any memory is taken', () => {
  const read = (prefix: string) => createFrameReader(16, () => {})(Buffer.from(prefix, 'hex'))
  assert.throws(() => read('0000000200000011'))
  assert.throws(() => read('ffffffff00000000'))
  assert.throws(() => read('00000002000000007b7b'))
})
