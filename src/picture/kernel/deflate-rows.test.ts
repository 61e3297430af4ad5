import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constants, deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import type { Bitmap } from '../orient.ts'
import type { Samples } from './deflate-rows.ts'
import { type Kernel, loadKernel } from './kernel.ts'
import { noise } from './sample-bytes.ts'
import { photographLike, withAlpha } from './sample-pictures.ts'
import { paeth, unfilteredByDefinition } from './unfiltered-by-definition.ts'

const kernels = [loadKernel('simd'), loadKernel('scalar')]

/** Of each row, the type with the least sum of absolute differences, the lower one of equals. */
function bestFilters(pixels: Uint8Array, rowBytes: number, bytesPerPixel: number, rows: number): number[] {
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (pixels[row * rowBytes + column] ?? 0))
  return Array.from({ length: rows }, (_, row) => {
    const sums = [0, 0, 0, 0, 0]
    for (let column = 0; column < rowBytes; column++) {
      const a = at(row, column - bytesPerPixel)
      const b = at(row - 1, column)
      const c = column < bytesPerPixel ? 0 : at(row - 1, column - bytesPerPixel)
      for (const [type, predicted] of [0, a, b, Math.floor((a + b) / 2), paeth(a, b, c)].entries()) {
        const difference = (at(row, column) - predicted) & 0xff
        sums[type] = (sums[type] ?? 0) + Math.min(difference, 256 - difference)
      }
    }
    return sums.indexOf(Math.min(...sums))
  })
}

const typesOf = (scanlines: Uint8Array, rowBytes: number, rows: number) =>
  Array.from({ length: rows }, (_, row) => scanlines[row * (rowBytes + 1)])

/** Samples as a picture that needs no more of them. */
function bitmapOf(pixels: Uint8Array, width: number, samples: Samples): Bitmap {
  const data = Buffer.alloc((pixels.length / samples) * 4)
  for (let at = 0; at < data.length; at += 4) {
    const [first = 0, second = 0, third = 0, fourth = 0] = pixels.subarray((at / 4) * samples)
    const colours = samples < 3 ? [first, first, first] : [first, second, third]
    data.set([...colours, samples === 4 ? fourth : samples === 2 ? second : 255], at)
  }
  return { width, height: pixels.length / samples / width, data }
}

const scanlinesOf = (kernel: Kernel, pixels: Uint8Array, width: number, samples: Samples) =>
  new Uint8Array(inflateSync(kernel.deflateRows(bitmapOf(pixels, width, samples), samples)))

/** Rows of noise, of runs and of slopes, for which different filters are best. */
const anyPixels = fc
  .record({
    samples: fc.constantFrom<Samples>(1, 2, 3, 4),
    width: fc.integer({ min: 1, max: 80 }),
    rows: fc.integer({ min: 1, max: 12 }),
    noise: fc.constantFrom(0, 3, 255),
    slope: fc.integer({ min: -9, max: 9 }),
    random: fc.uint8Array({ minLength: 4000, maxLength: 4000 }),
  })
  .map(({ samples, width, rows, noise, slope, random }) => ({
    samples,
    width,
    rows,
    pixels: Uint8Array.from(
      random.subarray(0, width * samples * rows),
      (byte, at) => slope * Math.floor(at / samples) + (noise === 0 ? 0 : byte % noise),
    ),
  }))

describe('deflated rows', () => {
  it('have the best filter for each row, and are undone by what the specification says', () => {
    fc.assert(
      fc.property(anyPixels, ({ pixels, width, samples, rows }) => {
        const rowBytes = width * samples
        for (const kernel of kernels) {
          const scanlines = scanlinesOf(kernel, pixels, width, samples)
          assert.deepEqual(typesOf(scanlines, rowBytes, rows), bestFilters(pixels, rowBytes, samples, rows))
          const back = unfilteredByDefinition({ scanlines, rowBytes, bytesPerPixel: samples, rows })
          assert.deepEqual(back, pixels, kernel.flavour)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('go on over the borders of their bands', () => {
    const pixels = Uint8Array.from({ length: 999 * 400 }, (_, at) => (at * 7919) >> 5)
    for (const kernel of kernels) {
      const scanlines = scanlinesOf(kernel, pixels, 333, 3)
      assert.deepEqual(unfilteredByDefinition({ scanlines, rowBytes: 999, bytesPerPixel: 3, rows: 400 }), pixels)
    }
  })

  it('are whole where a row is longer than a band, and noise', () => {
    const pixels = noise(20_000 * 4 * 3)
    for (const kernel of kernels) {
      const scanlines = scanlinesOf(kernel, pixels, 20_000, 4)
      assert.deepEqual(unfilteredByDefinition({ scanlines, rowBytes: 80_000, bytesPerPixel: 4, rows: 3 }), pixels)
    }
  })

  it('are hardly larger than what zlib makes of the same scanlines', () => {
    const pictures = [
      [photographLike(400, 300), 3],
      [withAlpha(photographLike(200, 150)), 4],
      [photographLike(90, 60), 1],
    ] as const
    for (const [bitmap, samples] of pictures) {
      const [stream = Buffer.alloc(0)] = kernels.map((kernel) => kernel.deflateRows(bitmap, samples))
      const { length } = deflateSync(inflateSync(stream), { strategy: constants.Z_RLE })
      assert.ok(stream.length <= 1.01 * length, `${stream.length} bytes, zlib needs ${length}`)
    }
  })

  it('are the same with both builds, and after another picture', () => {
    const [simd, scalar] = kernels.map((kernel) => kernel.deflateRows(photographLike(400, 300), 3))
    assert.ok(simd && scalar?.equals(simd))
    for (const kernel of kernels) {
      kernel.deflateRows(bitmapOf(noise(90_000), 300, 1), 1)
      assert.ok(kernel.deflateRows(photographLike(400, 300), 3).equals(simd))
    }
  })

  it('need all of their pixels', () => {
    for (const kernel of kernels) {
      assert.throws(() => kernel.deflateRows({ width: 2, height: 3, data: Buffer.alloc(23) }, 3), RangeError)
      assert.throws(() => kernel.deflateRows({ width: 2, height: 0, data: Buffer.alloc(23) }, 3), RangeError)
    }
  })
})
