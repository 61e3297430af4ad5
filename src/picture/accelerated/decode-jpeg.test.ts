import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jpeg } from '../../../test/pictures.ts'
import { readBytes } from '../bytes.ts'
import { readJpegHeader } from '../formats/jpeg/jpeg-header.ts'
import { scaledSides } from '../kernel/jpeg-reading-plan.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { decodeJpeg, enoughEighths } from './decode-jpeg.ts'
import { loadJpegTurbo } from './jpeg-turbo.ts'

const kernel = loadKernel()
const decodeTurbo = loadJpegTurbo()
const decode = (source: Uint8Array, needed: { width: number; height: number }) =>
  decodeJpeg(readJpegHeader(readBytes(source)), { ...needed, exactly: false }, kernel, decodeTurbo)

test('the scaled sides are never below what is needed, nor above what is stored', () => {
  const side = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(side, side, side, side, (width, height, neededWidth, neededHeight) => {
      const stored = { width, height }
      const eighths = enoughEighths(stored, { width: neededWidth, height: neededHeight })
      const scaled = scaledSides(stored, eighths)
      assert.ok(scaled.width >= Math.min(width, neededWidth) && scaled.width <= width)
      assert.ok(scaled.height >= Math.min(height, neededHeight) && scaled.height <= height)
    }),
  )
})

test('a JPEG is decoded to exactly the scaled sides, whatever its own are', async () => {
  for (const [width, height] of [
    [1, 1],
    [7, 9],
    [8, 8],
    [65, 33],
    [640, 3],
  ] as const) {
    const source = await jpeg(width, height)
    for (let eighths = 1; eighths <= 8; eighths++) {
      const needed = { width: (width * eighths) / 10, height: (height * eighths) / 10 }
      const bitmap = decode(source, needed)
      const sides = scaledSides({ width, height }, enoughEighths({ width, height }, needed))
      assert.deepEqual({ width: bitmap.width, height: bitmap.height }, sides)
      assert.equal(bitmap.data.length, bitmap.width * bitmap.height * 4)
    }
  }
})

test('after a source that is refused, a good one is decoded as before', async () => {
  const source = await jpeg(64, 64)
  const before = decode(source, { width: 8, height: 8 })
  assert.throws(() => decode(source.subarray(0, source.length - 60), { width: 8, height: 8 }), {
    code: 'picture-malformed',
  })
  assert.deepEqual(decode(source, { width: 8, height: 8 }), before)
})
