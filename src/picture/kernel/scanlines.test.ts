import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { loadKernel } from './kernel.ts'

const kernels = [loadKernel('simd'), loadKernel('scalar')]

/** PNG specification, 9.2 and 9.4, word by word. */
function unfilteredByDefinition(scanlines: Uint8Array, rowBytes: number, bytesPerPixel: number, rows: number) {
  const result = new Uint8Array(rowBytes * rows)
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (result[row * rowBytes + column] ?? 0))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rowBytes; column++) {
      const a = at(row, column - bytesPerPixel)
      const b = at(row - 1, column)
      const c = column < bytesPerPixel ? 0 : at(row - 1, column - bytesPerPixel)
      const filter = scanlines[row * (rowBytes + 1)] ?? 0
      const predicted = [0, a, b, Math.floor((a + b) / 2), paeth(a, b, c)][filter] ?? Number.NaN
      result[row * rowBytes + column] = (scanlines[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted
    }
  }
  return result
}

function paeth(a: number, b: number, c: number): number {
  const estimate = a + b - c
  const distances = [a, b, c].map((value) => Math.abs(estimate - value))
  return [a, b, c][distances.indexOf(Math.min(...distances))] ?? Number.NaN
}

interface Scanlines {
  readonly bytesPerPixel: number
  readonly rowBytes: number
  readonly rows: number
  readonly scanlines: Uint8Array
}

/** Scanlines of every filter; pixels of fewer than 8 bits make rows that are no multiple of a pixel's bytes. */
const anyScanlines: fc.Arbitrary<Scanlines> = fc
  .record({
    bytesPerPixel: fc.constantFrom(1, 2, 3, 4, 6, 8, 5),
    columns: fc.integer({ min: 1, max: 40 }),
    rows: fc.integer({ min: 1, max: 12 }),
  })
  .chain(({ bytesPerPixel, columns, rows }) => {
    const rowBytes = columns * bytesPerPixel
    return fc.record({
      bytesPerPixel: fc.constant(bytesPerPixel),
      rowBytes: fc.constant(rowBytes),
      rows: fc.constant(rows),
      scanlines: fc
        .tuple(
          fc.uint8Array({ minLength: (rowBytes + 1) * rows, maxLength: (rowBytes + 1) * rows }),
          fc.array(fc.nat(4), { minLength: rows, maxLength: rows }),
        )
        .map(([bytes, filters]) => {
          for (const [row, filter] of filters.entries()) bytes[row * (rowBytes + 1)] = filter
          return bytes
        }),
    })
  })

describe('unfilter', () => {
  it('does what the specification says, for all filters and sizes of pixels', () => {
    fc.assert(
      fc.property(anyScanlines, ({ scanlines, rowBytes, bytesPerPixel, rows }) => {
        const expected = unfilteredByDefinition(scanlines, rowBytes, bytesPerPixel, rows)
        for (const kernel of kernels) {
          const result = kernel.unfilter(Uint8Array.from(scanlines), rowBytes, bytesPerPixel, rows)
          assert.deepEqual(result, expected, kernel.flavour)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('goes on over the borders of its bands', () => {
    const rowBytes = 3001
    const rows = 300
    const scanlines = Uint8Array.from({ length: (rowBytes + 1) * rows }, (_, at) =>
      at % (rowBytes + 1) === 0 ? (at / (rowBytes + 1)) % 5 : (at * 7919) >> 5,
    )
    const expected = unfilteredByDefinition(scanlines, rowBytes, 1, rows)
    for (const kernel of kernels) {
      assert.deepEqual(kernel.unfilter(Uint8Array.from(scanlines), rowBytes, 1, rows), expected)
    }
  })

  it('works in place', () => {
    const scanlines = Uint8Array.of(1, 5, 6, 2, 1, 1)
    const rows = kernels[0]?.unfilter(scanlines, 2, 1, 2)
    assert.deepEqual(rows, Uint8Array.of(5, 11, 6, 12))
    assert.equal(rows?.buffer, scanlines.buffer)
  })

  it('refuses filters that are not defined and scanlines that are missing', () => {
    for (const kernel of kernels) {
      for (const filter of [5, 255])
        assert.throws(() => kernel.unfilter(Uint8Array.of(0, 1, filter, 1), 1, 1, 2), RangeError)
      assert.throws(() => kernel.unfilter(new Uint8Array(5), 2, 1, 2), RangeError)
      for (const [rowBytes, bytesPerPixel, rows] of [
        [2, 0, 2],
        [-1, 1, 2],
        [1.5, 1, 2],
        [2, 1, Number.NaN],
      ] as const) {
        assert.throws(() => kernel.unfilter(new Uint8Array(6), rowBytes, bytesPerPixel, rows), RangeError)
      }
    }
  })
})

describe('filterUp', () => {
  it('is undone by unfilter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.uint8Array({ minLength: 1, maxLength: 900 }),
        (rowBytes, bytes) => {
          const rows = Math.floor(bytes.length / rowBytes)
          const pixels = bytes.subarray(0, rows * rowBytes)
          for (const kernel of kernels) {
            const scanlines = kernel.filterUp(pixels, rowBytes, rows)
            for (let row = 0; row < rows; row++) assert.equal(scanlines[row * (rowBytes + 1)], 2)
            assert.deepEqual(kernel.unfilter(scanlines, rowBytes, 1, rows), Uint8Array.from(pixels))
          }
        },
      ),
    )
  })

  it('goes on over the borders of its bands', () => {
    const pixels = Uint8Array.from({ length: 1000 * 400 }, (_, at) => (at * 7919) >> 5)
    for (const kernel of kernels) {
      assert.deepEqual(kernel.unfilter(kernel.filterUp(pixels, 1000, 400), 1000, 4, 400), pixels)
    }
  })

  it('refuses pixels that are missing', () => {
    for (const kernel of kernels) assert.throws(() => kernel.filterUp(new Uint8Array(5), 2, 3), RangeError)
  })
})
