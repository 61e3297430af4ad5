import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constants, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { readBytes } from '../bytes.ts'
import { readPngHeader } from '../formats/png/png-header.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { painted, photographLike, withAlpha } from '../kernel/sample-pictures.ts'
import type { Bitmap } from '../orient.ts'
import { decodePng } from './decode-png.ts'
import { encodePng } from './encode-png.ts'

const kernel = loadKernel()

const photograph = photographLike(230, 170)
const slopes = painted(200, 150, (x, y) => [x, y, (x + y) / 2, 255])
const drawing = painted(400, 300, (x, y) =>
  Math.floor(x / 50) % 2 === Math.floor(y / 40) % 3 ? [20, 90, 200, 255] : [255, 255, 255, 255],
)
const lines = painted(300, 200, (x, y) => [0, 0, 0, (x * y) % 97 < 5 ? 255 : 0])
const greyLines = painted(300, 200, (x, y) => ((x * y) % 97 < 5 ? [0, 0, 0, 255] : [255, 255, 255, 255]))

function decoded(png: Buffer) {
  const header = readPngHeader(readBytes(png))
  const whole = { width: header.storedWidth, height: header.storedHeight, exactly: true }
  return { header, bitmap: decodePng(header, whole, kernel) }
}

/** The pixels without any filter, deflated as they are: what a drawing needs. */
const plainBytes = ({ data }: Bitmap) => deflateSync(data).length

/** The pixels as differences to the row above, runs only. */
const runBytes = ({ data, width, height }: Bitmap) =>
  deflateSync(
    data
      .map((sample, at) => sample - (at < width * 4 ? 0 : (data[at - width * 4] ?? 0)))
      .subarray(0, width * height * 4),
    { strategy: constants.Z_RLE },
  ).length

describe('the PNG encoder', () => {
  it('keeps every pixel, whatever the picture is like', () => {
    for (const bitmap of [photograph, withAlpha(photograph), slopes, drawing, lines, greyLines]) {
      assert.ok(decoded(encodePng(bitmap, undefined, kernel)).bitmap.data.equals(bitmap.data))
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.uint8Array({ minLength: 80, maxLength: 1600 }),
        fc.constantFrom(1, 16, 256),
        (width, bytes, colours) => {
          const height = Math.floor(bytes.length / 4 / width)
          const data = Buffer.from(bytes.subarray(0, width * height * 4)).map((byte) => byte % colours) as Buffer
          const { bitmap } = decoded(encodePng({ width, height, data }, undefined, kernel))
          assert.deepEqual([bitmap.width, bitmap.height], [width, height])
          assert.ok(bitmap.data.equals(data))
        },
      ),
    )
  })

  it('writes the samples that the picture needs', () => {
    const colourTypes = [photograph, withAlpha(photograph), greyLines, lines].map(
      (bitmap) => decoded(encodePng(bitmap, undefined, kernel)).header.colourType,
    )
    assert.deepEqual(colourTypes, [2, 6, 0, 4])
  })

  it('finds the better way for photographs and for drawings', () => {
    for (const bitmap of [photograph, withAlpha(photograph), slopes, drawing, lines, greyLines]) {
      const least = Math.min(plainBytes(bitmap), runBytes(bitmap))
      const { length } = encodePng(bitmap, undefined, kernel)
      assert.ok(length <= 1.05 * least + 100, `${length} bytes, ${least} are enough`)
    }
  })
})

describe('what comes again in a picture', () => {
  it('is little of a photograph and much of a drawing', () => {
    assert.ok(kernel.repeatedShare(photograph, 3) < 0.33)
    for (const bitmap of [drawing, lines]) assert.ok(kernel.repeatedShare(bitmap, 4) > 0.5)
  })

  it('is the same with and without vectors', () => {
    for (const bitmap of [photograph, drawing]) {
      for (const samples of [1, 2, 3, 4] as const) {
        assert.equal(loadKernel('scalar').repeatedShare(bitmap, samples), kernel.repeatedShare(bitmap, samples))
      }
    }
  })

  it('is nothing where nothing is', () => {
    for (const width of [1, 3]) {
      const black = painted(width, 1, () => [0, 0, 0, 255])
      assert.equal(kernel.repeatedShare(black, 1), 0)
    }
  })
})
