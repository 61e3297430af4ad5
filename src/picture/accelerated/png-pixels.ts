import type { PngHeader } from '../png-header.ts'
import { malformed } from '../refusals.ts'

/** Writes the pixels of one unfiltered row, as RGBA in memory order, to every `step`th place from `to` on. */
export type ExpandRow = (
  rows: Uint8Array,
  at: number,
  columns: number,
  pixels: Uint32Array,
  to: number,
  step: number,
) => void

const OPAQUE = 0xff << 24
/** What no sample and no colour is equal to. */
const NONE = -1

/** Red in the lowest byte: RGBA in the memory of every machine that Node runs on but one (s390x). */
const rgba = (red: number, green: number, blue: number, alpha: number) =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0

/** 16 bits to 8, to the nearest: × 255 ÷ 65535, rounded (PNG 3rd edition, 13.12; libpng's png_set_scale_16). */
export const to8Bits = (sample: number): number => (sample * 255 + 32895) >>> 16

const chunk = ({ pixelChunks }: PngHeader, type: string) =>
  Buffer.from(pixelChunks.find((candidate) => candidate.type === type)?.body ?? [])

/** Whether no pixel can be transparent, by what the header says. */
export const hasNoAlpha = (header: PngHeader): boolean =>
  header.colourType < 4 && !header.pixelChunks.some(({ type }) => type === 'tRNS')

/** The way from this PNG's rows to RGBA, for every colour type and depth (PNG 3rd edition, 11.2.1). */
export function rowExpander(header: PngHeader): ExpandRow {
  const { colourType, bitsPerPixel } = header
  switch (colourType) {
    case 0:
      return bitsPerPixel === 16 ? expandDeepGrey(header) : expandByTable(bitsPerPixel, greys(header))
    case 2:
      return bitsPerPixel === 24 ? expandColour(header) : expandDeepColour(header)
    case 3:
      return expandByTable(bitsPerPixel, palette(header))
    case 4:
      return bitsPerPixel === 16 ? expandGreyAlpha : expandDeepGreyAlpha
    default:
      return bitsPerPixel === 32 ? expandColourAlpha : expandDeepColourAlpha
  }
}

/** The colour of every grey of 1 to 8 bits; the one that tRNS names is transparent. */
function greys(header: PngHeader): Uint32Array {
  const highest = 2 ** header.bitsPerPixel - 1
  const transparent = chunk(header, 'tRNS')
  const key = transparent.length === 2 ? transparent.readUInt16BE() & highest : NONE
  return Uint32Array.from({ length: highest + 1 }, (_, sample) => {
    const grey = (sample * 255) / highest
    return rgba(grey, grey, grey, sample === key ? 0 : 255)
  })
}

function palette(header: PngHeader): Uint32Array {
  const colours = chunk(header, 'PLTE')
  const alphas = chunk(header, 'tRNS')
  return Uint32Array.from({ length: colours.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = colours.subarray(index * 3, index * 3 + 3)
    return rgba(red, green, blue, alphas[index] ?? 255)
  })
}

/** @throws Failure `picture-malformed` (from the row) for a sample that the table does not have */
function expandByTable(bits: number, table: Uint32Array): ExpandRow {
  if (bits === 8) return expandBytesByTable(table)
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  return (rows, at, columns, pixels, to, step) => {
    let highest = 0
    for (let column = 0; column < columns; column++, to += step) {
      const shift = 8 - bits - (column % perByte) * bits
      const index = ((rows[at + ((column / perByte) | 0)] ?? 0) >> shift) & mask
      if (index > highest) highest = index
      pixels[to] = table[index] ?? 0
    }
    checkIndex(highest, table)
  }
}

function expandBytesByTable(table: Uint32Array): ExpandRow {
  return (rows, at, columns, pixels, to, step) => {
    let highest = 0
    for (let column = 0; column < columns; column++, at++, to += step) {
      const index = rows[at] ?? 0
      if (index > highest) highest = index
      pixels[to] = table[index] ?? 0
    }
    checkIndex(highest, table)
  }
}

function checkIndex(highest: number, table: Uint32Array): void {
  if (highest >= table.length) throw malformed('A pixel of the PNG has a colour that is not in the palette.')
}

const u16 = (rows: Uint8Array, at: number) => ((rows[at] ?? 0) << 8) | (rows[at + 1] ?? 0)

function expandDeepGrey(header: PngHeader): ExpandRow {
  const transparent = chunk(header, 'tRNS')
  const key = transparent.length === 2 ? transparent.readUInt16BE() : NONE
  return (rows, at, columns, pixels, to, step) => {
    for (let column = 0; column < columns; column++, at += 2, to += step) {
      const sample = u16(rows, at)
      const grey = to8Bits(sample)
      pixels[to] = rgba(grey, grey, grey, sample === key ? 0 : 255)
    }
  }
}

function expandColour(header: PngHeader): ExpandRow {
  if (hasNoAlpha(header)) return expandOpaqueColour
  const [, red = 0, , green = 0, , blue = 0] = chunk(header, 'tRNS')
  return (rows, at, columns, pixels, to, step) => {
    for (let column = 0; column < columns; column++, at += 3, to += step) {
      const [r = 0, g = 0, b = 0] = rows.subarray(at, at + 3)
      pixels[to] = rgba(r, g, b, r === red && g === green && b === blue ? 0 : 255)
    }
  }
}

/** The common one: no comparison, and whole numbers of 32 bits with a sign, which engines compute fastest. */
const expandOpaqueColour: ExpandRow = (rows, at, columns, pixels, to, step) => {
  for (let column = 0; column < columns; column++, at += 3, to += step) {
    pixels[to] = (rows[at] ?? 0) | ((rows[at + 1] ?? 0) << 8) | ((rows[at + 2] ?? 0) << 16) | OPAQUE
  }
}

function expandDeepColour(header: PngHeader): ExpandRow {
  const transparent = chunk(header, 'tRNS')
  const [red, green, blue] = transparent.length === 6 ? [0, 2, 4].map((at) => u16(transparent, at)) : []
  return (rows, at, columns, pixels, to, step) => {
    for (let column = 0; column < columns; column++, at += 6, to += step) {
      const [r, g, b] = [u16(rows, at), u16(rows, at + 2), u16(rows, at + 4)]
      const alpha = r === red && g === green && b === blue ? 0 : 255
      pixels[to] = rgba(to8Bits(r), to8Bits(g), to8Bits(b), alpha)
    }
  }
}

const expandGreyAlpha: ExpandRow = (rows, at, columns, pixels, to, step) => {
  for (let column = 0; column < columns; column++, at += 2, to += step) {
    const grey = rows[at] ?? 0
    pixels[to] = rgba(grey, grey, grey, rows[at + 1] ?? 0)
  }
}

const expandDeepGreyAlpha: ExpandRow = (rows, at, columns, pixels, to, step) => {
  for (let column = 0; column < columns; column++, at += 4, to += step) {
    const grey = to8Bits(u16(rows, at))
    pixels[to] = rgba(grey, grey, grey, to8Bits(u16(rows, at + 2)))
  }
}

const expandColourAlpha: ExpandRow = (rows, at, columns, pixels, to, step) => {
  for (let column = 0; column < columns; column++, at += 4, to += step) {
    pixels[to] = rgba(rows[at] ?? 0, rows[at + 1] ?? 0, rows[at + 2] ?? 0, rows[at + 3] ?? 0)
  }
}

const expandDeepColourAlpha: ExpandRow = (rows, at, columns, pixels, to, step) => {
  for (let column = 0; column < columns; column++, at += 8, to += step) {
    const [r, g, b, a] = [u16(rows, at), u16(rows, at + 2), u16(rows, at + 4), u16(rows, at + 6)]
    pixels[to] = rgba(to8Bits(r), to8Bits(g), to8Bits(b), to8Bits(a))
  }
}
