import type { SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import type { Sides } from '../geometry.ts'
import { type Placed, type PlacedTable, placeComponents } from './jpeg-components.ts'
import { BLOCK_SIDE } from './jpeg-inverse.ts'
import { type Layout, toLines } from './layout.ts'

const BYTES = 4

/** Two blocks, and what is written behind them. */
const WORK_BYTES = 1024

/** What follows the scan: a marker, at which reading ends, and what is read too much. */
const END = Buffer.of(0xff, 0xd9, 0, 0, 0, 0)

/** What may be read below the scan's bytes when they have been copied. */
const BELOW_BYTES = 512

/** How a JPEG is read, and where in the kernel's memory. */
export interface JpegReadingPlan {
  /** Of what is read. */
  readonly sides: Sides
  /** Units (ITU-T T.81, A.2) in a strip, and strips. */
  readonly units: number
  readonly strips: number
  /** Rows in a strip. */
  readonly rows: number
  readonly placed: readonly Placed[]
  readonly tables: readonly PlacedTable[]
  readonly components: number
  readonly count: number
  /** Units between restart markers; 0 when there are none. */
  readonly restartInterval: number
  readonly work: number
  readonly scan: number
  /** Behind the scan's last byte. */
  readonly end: number
  /** Below it, the scan's bytes are copied to. */
  readonly top: number
}

/**
 * Plans the reading of a JPEG.
 * @param eighths of its sides that are made, 1 to 8
 * @returns undefined where a picture at its own sides has fewer samples of chroma: the inverse DCT makes as many as there are
 *   pixels, and libjpeg filters, which is how everybody else shows the picture
 */
export function planJpegReading(jpeg: SequentialJpeg, eighths: number, layout: Layout): JpegReadingPlan | undefined {
  const { width, height, components, scan } = jpeg
  const across = Math.max(...components.map(({ horizontal }) => horizontal))
  const down = Math.max(...components.map(({ vertical }) => vertical))
  // What a unit becomes.
  const unit = { width: across * eighths, height: down * eighths }
  if (components.length > 1 && eighths === BLOCK_SIDE && Math.max(across, down) > 1) return undefined
  const units = Math.ceil(width / (BLOCK_SIDE * across))
  const sides = scaledSides(jpeg, eighths)
  // Behind every row, room for samples that are written too much.
  const stride = toLines(units * unit.width * BYTES + BLOCK_SIDE * BYTES)
  const { at, placed, tables } = placeComponents(components, unit, stride, layout)
  const scanAt = layout.reserve(scan.length + END.length)
  const copied = layout.reserve(BELOW_BYTES + scan.length)
  return {
    sides,
    units,
    strips: Math.ceil(height / (BLOCK_SIDE * down)),
    rows: unit.height,
    placed: [...placed, { at: scanAt, bytes: scan }, { at: scanAt + scan.length, bytes: END }],
    tables,
    components: at,
    count: components.length,
    restartInterval: jpeg.restartInterval,
    work: layout.reserve(WORK_BYTES),
    scan: scanAt,
    end: scanAt + scan.length,
    top: copied + BELOW_BYTES + scan.length,
  }
}

/** The sides × `eighths` / 8, rounded up as libjpeg does. */
export function scaledSides({ width, height }: Sides, eighths: number): Sides {
  return {
    width: Math.ceil((width * eighths) / BLOCK_SIDE),
    height: Math.ceil((height * eighths) / BLOCK_SIDE),
  }
}
