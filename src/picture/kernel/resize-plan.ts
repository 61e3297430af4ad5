import type { Sides } from '../geometry.ts'
import { type Layout, toLines } from './layout.ts'
import type { Taps } from './taps.ts'
import { lanczosTaps } from './taps.ts'

/** Rows that the kernel filters along their length at a time. */
export const GROUP = 4

/** Bytes of a pixel, 8 bits a channel and 16 bits a channel. */
export const PIXEL = 4
const WIDE_PIXEL = 8

/** Weights of one side, and where they lie in the kernel's memory. */
export interface PlacedTaps extends Taps {
  readonly startsAt: number
  readonly weightsAt: number
}

/** A group of rows in the kernel's memory. */
export interface Rows {
  readonly at: number
  /** Bytes from one row to the next. */
  readonly stride: number
}

/** What one call computes, in which order, and where in the kernel's memory. */
export interface ResizePlan {
  /** Whether rows are filtered along their length before they are filtered downwards. */
  readonly acrossFirst: boolean
  readonly columns: PlacedTaps
  readonly rows: PlacedTaps
  /** Rows as they go out, RGBA of 8 bits. */
  readonly outgoing: number
  /** Rows of 16 bits a channel: paired ones of the source's width, filtered ones of the target's width. */
  readonly wide: Rows
  readonly across: Rows
  /** Rows that were filtered downwards; their stride is that of `across` or of `wide`, whichever came first. */
  readonly down: Rows
  /** As many paired rows as a window downwards has, the newest in place of the oldest. */
  readonly ring: number
}

/** Plans a resize: weights, the order of the two passes, memory. */
export function planResize(source: Sides, target: Sides, layout: Layout): ResizePlan {
  const place = (taps: Taps): PlacedTaps => ({
    ...taps,
    startsAt: layout.reserve(taps.starts.byteLength),
    weightsAt: layout.reserve(taps.weights.byteLength),
  })
  const group = (stride: number): Rows => ({ at: layout.reserve(stride * GROUP), stride })
  const acrossFirst = prefersAcross(source, target)
  const columns = place(lanczosTaps(source.width, target.width))
  const rows = place(lanczosTaps(source.height, target.height))
  const outgoing = layout.reserve(target.width * PIXEL * GROUP)
  const wide = group(toLines(source.width * WIDE_PIXEL))
  const across = group(toLines(target.width * WIDE_PIXEL))
  const down = group(acrossFirst ? across.stride : wide.stride)
  const ring = layout.reserve(down.stride * 2 * rows.pairs)
  return {
    acrossFirst,
    columns,
    rows,
    outgoing,
    wide,
    across,
    down,
    ring,
  }
}

/**
 * Whether filtering along the rows first takes fewer products. A pass costs the length of its filter for each sample it
 * makes, which is in proportion to the longer one of the source's and the target's side.
 */
export function prefersAcross(source: Sides, target: Sides): boolean {
  const width = Math.max(source.width, target.width)
  const height = Math.max(source.height, target.height)
  const acrossFirst = width * source.height + height * target.width
  const downFirst = height * source.width + width * target.height
  return acrossFirst <= downFirst
}
