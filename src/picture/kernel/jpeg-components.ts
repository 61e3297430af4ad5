import type { JpegHuffmanTable } from '../formats/jpeg/jpeg-huffman.ts'
import { ZIGZAG } from '../formats/jpeg/jpeg-quantization.ts'
import type { SequentialComponent } from '../formats/jpeg/sequential-jpeg.ts'
import type { Sides } from '../geometry.ts'
import { BLOCK_SIDE, inverseTransform, MOST_SAMPLES, transposed } from './jpeg-inverse.ts'
import type { Layout } from './layout.ts'

const BYTES = 4

/** Where coefficients go that samples do not need, and those behind the last place, which only damaged data has. */
const NOWHERE = 256
const BEHIND_THE_LAST = 768
const PLACES_BEHIND = 16

/** Bytes of a place's order. */
const ORDER_BYTES = 8

/** A table as `assembly/jpeg-lookup.ts` takes it, and what it makes of it. */
const COUNTS_BYTES = 16
const TABLE_BYTES = COUNTS_BYTES + 256
const LOOKUP_BYTES = 4488 + 2 * 2 ** 10

const COLUMN = ZIGZAG.map((place) => place % BLOCK_SIDE)
const ROW = ZIGZAG.map((place) => Math.floor(place / BLOCK_SIDE))

/** By the samples they make. */
const DOWN = Array.from({ length: MOST_SAMPLES + 1 }, (_, samples) => inverseTransform(samples))
const ACROSS = DOWN.map(transposed)

/** Something that is put into the kernel's memory before it starts. */
export interface Placed {
  readonly at: number
  readonly bytes: Uint8Array
}

/** A Huffman table that is placed, and where its lookup is to be made. */
export interface PlacedTable {
  readonly at: number
  readonly lookup: number
  readonly direct: boolean
}

/** Components as the kernel has them (`assembly/jpeg-component.ts`), with all that they point at. */
interface PlacedComponents {
  readonly at: number
  readonly placed: readonly Placed[]
  readonly tables: readonly PlacedTable[]
}

/**
 * Places the components of a JPEG.
 * @param unit the samples that a unit becomes, along both sides
 * @param stride bytes from one row of samples to the next
 */
export function placeComponents(
  components: readonly SequentialComponent[],
  unit: Sides,
  stride: number,
  layout: Layout,
): PlacedComponents {
  const placed: Placed[] = []
  const place = (bytes: Uint8Array) => {
    const at = layout.reserve(bytes.length)
    placed.push({ at, bytes })
    return at
  }
  const tables = new Map<JpegHuffmanTable, PlacedTable>()
  const lookupOf = (table: JpegHuffmanTable, direct: boolean) => {
    const known = tables.get(table)
    if (known) return known.lookup
    const lookup = layout.reserve(LOOKUP_BYTES)
    tables.set(table, { at: place(bytesOfTable(table)), lookup, direct })
    return lookup
  }
  const fields = components.flatMap(({ horizontal, vertical, divisors, dc, ac }) => {
    const [columns, rows] = [unit.width / horizontal, unit.height / vertical]
    const order = place(orderOf(divisors, columns, rows))
    return [
      ...[horizontal, vertical, order, lookupOf(dc, true), lookupOf(ac, false)],
      ...[columns, rows, place(bytesOf(ACROSS[columns])), place(bytesOf(DOWN[rows]))],
      ...[layout.reserve(stride * unit.height), stride, 0, order + lastNeeded(columns, rows) * ORDER_BYTES],
    ]
  })
  return { at: place(bytesOf(Uint32Array.from(fields))), placed, tables: [...tables.values()] }
}

const isNeeded = (at: number, columns: number, rows: number) => (COLUMN[at] ?? 0) < columns && (ROW[at] ?? 0) < rows

/** For each place in the zigzag: the divisor, and where the coefficient goes. */
function orderOf(divisors: readonly number[], columns: number, rows: number): Uint8Array {
  const order = new Uint32Array((ZIGZAG.length + PLACES_BEHIND) * 2).fill(BEHIND_THE_LAST)
  const multipliers = new Float32Array(order.buffer)
  for (const [at, place] of ZIGZAG.entries()) {
    multipliers[at * 2] = divisors[at] ?? 1
    order[at * 2 + 1] = isNeeded(at, columns, rows) ? place * BYTES : NOWHERE
  }
  return bytesOf(order)
}

/** The last place of the zigzag that is needed. */
const lastNeeded = (columns: number, rows: number) => ZIGZAG.findLastIndex((_, at) => isNeeded(at, columns, rows))

function bytesOfTable({ counts, symbols }: JpegHuffmanTable): Uint8Array {
  const bytes = new Uint8Array(TABLE_BYTES)
  bytes.set(counts)
  bytes.set(symbols, COUNTS_BYTES)
  return bytes
}

function bytesOf(array: Uint32Array | Float32Array | undefined): Uint8Array {
  return array ? new Uint8Array(array.buffer, array.byteOffset, array.byteLength) : new Uint8Array()
}
