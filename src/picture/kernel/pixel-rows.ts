import { malformed } from '../refusals.ts'
import { createInflater, type PlacedInflater, placeInflater } from './inflater.ts'
import type { Layout } from './layout.ts'
import type { Machine } from './machine.ts'
import { bytesOfRow, type Channels, type Indices, type Pass, type PixelStream } from './pixel-stream.ts'
import { GROUP } from './resize-plan.ts'

/** Rows that are taken out of the stream at a time at most: as many as are resized at a time. */
export const ROWS_AT_ONCE = GROUP

const PIXEL = 4
const COLOURS = 256

/** More than a sample of 16 bits: no colour is transparent. */
const NONE = 0x1_0000

/** Turns a row of samples, by its address, into RGBA at another one. */
type Expand = (row: number, target: number, columns: number) => void

/** The rows of a stream, from the first pass to the last. */
export interface PixelRows {
  /**
   * Brings the next rows of a pass into the kernel's memory, as RGBA, tightly packed.
   * @param rows at most {@link ROWS_AT_ONCE}
   * @returns the address of the first one
   * @throws Failure `picture-malformed`
   */
  next(pass: Pass, rows: number): number
  /**
   * Sees to it that the stream ends after the last row.
   * @throws Failure `picture-malformed`
   */
  end(): void
}

/** Where a stream's rows go in the kernel's memory. */
export interface PlacedRows {
  readonly inflater: PlacedInflater
  /** The row above the next ones, which follow it. */
  readonly above: number
  readonly colours: number
  readonly pixels: number
}

export function placeRows(layout: Layout, stream: PixelStream): PlacedRows {
  const longest = Math.max(...stream.passes.map((pass) => bytesOfRow(stream, pass)))
  return {
    inflater: placeInflater(layout, (longest + 1) * ROWS_AT_ONCE),
    above: layout.reserve(longest * (ROWS_AT_ONCE + 1)),
    colours: layout.reserve(COLOURS * PIXEL),
    pixels: layout.reserve(stream.width * PIXEL * ROWS_AT_ONCE),
  }
}

export function createPixelRows(machine: Machine, place: PlacedRows, stream: PixelStream): PixelRows {
  const { above, pixels } = place
  const memory = new Uint8Array(machine.memory.buffer)
  const length = stream.passes.reduce((sum, pass) => sum + (bytesOfRow(stream, pass) + 1) * pass.rows, 0)
  const inflater = createInflater(machine, place.inflater, stream.deflated, length)
  const expand = createExpand(machine, place, stream)
  // The distance of filters is a whole pixel, at least one byte (PNG 3rd edition, 9.2).
  const bytesPerPixel = Math.ceil(stream.bitsPerPixel / 8)
  let under: Pass | undefined
  return {
    next(pass, rows) {
      const rowBytes = bytesOfRow(stream, pass)
      const first = above + rowBytes
      const last = first + (rows - 1) * rowBytes
      const scanlines = inflater.take((rowBytes + 1) * rows)
      if (pass !== under) memory.fill(0, above, first)
      under = pass
      const unknown = machine.unfilter(scanlines, first, rowBytes, bytesPerPixel, rows)
      if (unknown > 0) throw malformed('A row of the PNG has an illegal filter.')
      for (let row = 0; row < rows; row++) {
        expand(first + row * rowBytes, pixels + row * pass.columns * PIXEL, pass.columns)
      }
      memory.copyWithin(above, last, last + rowBytes)
      return pixels
    },
    end: inflater.end,
  }
}

function createExpand(machine: Machine, place: PlacedRows, { samples }: PixelStream): Expand {
  return 'colours' in samples ? expandIndices(machine, place, samples) : expandChannels(machine, samples)
}

function expandIndices(machine: Machine, place: PlacedRows, { bits, colours }: Indices): Expand {
  const table = new Uint32Array(machine.memory.buffer, place.colours, COLOURS)
  table.fill(0)
  table.set(colours)
  return (row, target, columns) => {
    if (machine.expandIndices(row, target, columns, bits, place.colours) >= colours.length) {
      throw malformed('A pixel of the PNG has a colour that is not in the palette.')
    }
  }
}

function expandChannels(machine: Machine, { channels, deep, transparent }: Channels): Expand {
  const [red, green, blue] = transparent ?? [NONE, NONE, NONE]
  return (row, target, columns) => {
    machine.expandSamples(row, target, columns, channels, deep, red, green, blue)
  }
}
