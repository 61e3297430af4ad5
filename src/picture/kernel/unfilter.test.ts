import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createLayout } from './layout.ts'
import { createMachine } from './machine.ts'
import { type Scanlines, unfilteredByDefinition } from './unfiltered-by-definition.ts'

const MACHINES = (['simd', 'scalar'] as const).map((flavour) => ({ flavour, withMachine: createMachine(flavour) }))

/** The unfiltered rows by one build, or the number of a filter that does not exist. */
function unfilter(
  { withMachine }: (typeof MACHINES)[number],
  { scanlines, rowBytes, bytesPerPixel, rows }: Scanlines,
): Uint8Array | number {
  const layout = createLayout()
  const above = layout.reserve(rowBytes * (rows + 1))
  const source = layout.reserve(scanlines.length)
  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(0, above, above + rowBytes)
    memory.set(scanlines, source)
    const unknown = machine.unfilter(source, above + rowBytes, rowBytes, bytesPerPixel, rows)
    return unknown || memory.slice(above + rowBytes, above + rowBytes * (rows + 1))
  })
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
      fc.property(anyScanlines, (scanlines) => {
        const expected = unfilteredByDefinition(scanlines)
        for (const machine of MACHINES) assert.deepEqual(unfilter(machine, scanlines), expected, machine.flavour)
      }),
      { numRuns: 300 },
    )
  })

  it('tells which filter does not exist', () => {
    for (const machine of MACHINES) {
      for (const filter of [5, 255]) {
        const scanlines = { scanlines: Uint8Array.of(0, 1, filter, 1), rowBytes: 1, bytesPerPixel: 1, rows: 2 }
        assert.equal(unfilter(machine, scanlines), filter)
      }
    }
  })
})
