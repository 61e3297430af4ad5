import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import gif from '@jimp/js-gif'
import fc from 'fast-check'
import sharp from 'sharp'
import { readBytes } from '../../bytes.ts'
import { painted, photographLike, withAlpha } from '../../kernel/sample-pictures.ts'
import type { Bitmap } from '../../orient.ts'
import { encodeGif } from './encode-gif.ts'
import { readGifHeader } from './gif-header.ts'
import { checkGifIndices } from './gif-indices.ts'

const decoder = gif()

async function decoded(bitmap: Bitmap): Promise<Buffer> {
  const bytes = encodeGif(bitmap)
  const header = readGifHeader(readBytes(bytes))
  checkGifIndices(header.firstFrame)
  const { width, height, data } = await decoder.decode(bytes)
  assert.deepEqual([width, height, header.frames], [bitmap.width, bitmap.height, 1])
  const { data: elsewhere } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) assert.equal(data.readUInt32BE(at), elsewhere.readUInt32BE(at))
    else assert.deepEqual([data[at + 3], elsewhere[at + 3]], [0, 0])
  }
  return data as Buffer
}

/** The mean of squared differences in the channels of what both show. */
function meanSquare(one: Buffer, other: Buffer): number {
  let squares = 0
  let samples = 0
  for (let at = 0; at < one.length; at++) {
    if (at % 4 === 3 || other[at | 3] === 0) continue
    squares += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2
    samples++
  }
  return squares / samples
}

describe('the GIF encoder', () => {
  it('keeps all colours when there are no more than 256', async () => {
    for (const count of [1, 2, 3, 4, 5, 16, 17, 129, 255, 256]) {
      const bitmap = painted(32, 20, (x, y) => [(x + 32 * y) % count, 200, (7 * ((x + 32 * y) % count)) & 0xff, 255])
      assert.ok((await decoded(bitmap)).equals(bitmap.data), `${count} colours`)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.constantFrom(0, 0xffffffff, 0xff0000ff, 0x102030ff), { minLength: 30, maxLength: 900 }),
        async (width, pixels) => {
          const height = Math.floor(pixels.length / width)
          const data = Buffer.alloc(width * height * 4)
          for (let pixel = 0; pixel < width * height; pixel++) data.writeUInt32BE(pixels[pixel] ?? 0, pixel * 4)
          assert.ok((await decoded({ width, height, data })).equals(data))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('finds near colours for photographs, and keeps what is transparent so', async () => {
    const photograph = photographLike(300, 200)
    const soft = withAlpha(photograph)
    assert.ok(meanSquare(photograph.data, await decoded(photograph)) < 40)
    const pixels = await decoded(soft)
    assert.ok(meanSquare(soft.data, pixels) < 40)
    for (let alpha = 3; alpha < pixels.length; alpha += 4) {
      assert.equal(pixels[alpha], (soft.data[alpha] ?? 0) < 128 ? 0 : 255)
    }
  })

  it('needs one colour of the 256 for what is transparent', async () => {
    const bitmap = painted(256, 2, (x, y) => [x, x, x, y === 0 ? 255 : 0])
    const pixels = await decoded(bitmap)
    assert.ok(meanSquare(bitmap.data, pixels) < 2)
    assert.ok(pixels.subarray(256 * 4).every((sample) => sample === 0))
  })

  it('writes pictures of which nothing is seen', async () => {
    assert.ok((await decoded(painted(3, 3, () => [9, 9, 9, 0]))).every((sample) => sample === 0))
  })

  it('gives the same bytes again and leaves the picture as it is', () => {
    const photograph = withAlpha(photographLike(120, 80))
    const before = Buffer.from(photograph.data)
    assert.deepEqual(encodeGif(photograph), encodeGif(photograph))
    assert.ok(before.equals(photograph.data))
  })
})
