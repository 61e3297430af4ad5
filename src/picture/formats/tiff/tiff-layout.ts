import type { Bytes } from '../../bytes.ts'
import type { Sides } from '../../geometry.ts'
import { MAX_PARTS } from '../../limits.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'
import type { TiffCompression } from './tiff-compression.ts'
import { TAG, type TiffDirectory } from './tiff-directory.ts'

/** The pieces in which the pixels are stored: strips, as wide as the picture, or tiles. */
export interface TiffLayout {
  /** The sides of a piece; the last ones of a row or column reach over the edge of the picture. */
  readonly width: number
  readonly rows: number
  readonly across: number
  readonly down: number
  readonly tiled: boolean
  /** Samples that stand together in a piece: all of a pixel, or one if every sample has pieces of its own (planes). */
  readonly samplesPerPiece: number
  /** The bytes of the pieces, in reading order, plane behind plane. */
  readonly pieces: readonly Uint8Array[]
}

const CHUNKY = 1
const PLANAR = 2

/** How much larger than the picture all of its tiles may be: a small picture may lie on a large tile, in bounds. */
const MOST_PADDING = { times: 4, pixels: 1024 * 1024 }

export interface LayoutFacts {
  readonly sides: Sides
  readonly samplesPerPixel: number
  readonly compression: TiffCompression
  /** Bytes that a piece of these sides has when it is not compressed. */
  bytesOf(piece: Sides, samples: number): number
}

/**
 * Finds the strips or tiles that the sides require, each within the source.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readTiffLayout(bytes: Bytes, directory: TiffDirectory, facts: LayoutFacts): TiffLayout {
  const { sides, samplesPerPixel } = facts
  if (facts.compression.isOneJpeg) return onePiece(sides, samplesPerPixel, oneJpeg(bytes, directory))
  const configuration = directory.number(TAG.planarConfiguration, CHUNKY)
  if (configuration !== CHUNKY && configuration !== PLANAR) throw malformed('The TIFF has an illegal order of samples.')
  const planes = configuration === PLANAR ? samplesPerPixel : 1
  const tiled = directory.has(TAG.tileWidth) || directory.has(TAG.tileOffsets)
  const { width, height: rows } = tiled ? tileSides(directory, sides) : stripSides(directory, sides)
  const [across, down] = [Math.ceil(sides.width / width), Math.ceil(sides.height / rows)]
  const count = across * down * planes
  if (count > MAX_PARTS) throw variantNotSupported(`The TIFF has more than ${MAX_PARTS} strips or tiles.`)

  const samplesPerPiece = samplesPerPixel / planes
  const grid = { width, rows, across, down, tiled, samplesPerPiece }
  const needed = (index: number) => {
    const row = Math.floor((index % (across * down)) / across)
    const stored = tiled ? rows : Math.min(rows, sides.height - row * rows)
    return facts.bytesOf({ width, height: stored }, samplesPerPiece)
  }
  return { ...grid, pieces: findPieces(bytes, directory, { tiled, count, compression: facts.compression, needed }) }
}

const onePiece = ({ width, height }: Sides, samplesPerPiece: number, piece: Uint8Array): TiffLayout => ({
  ...{ width, rows: height, across: 1, down: 1, tiled: false },
  ...{ samplesPerPiece, pieces: [piece] },
})

/** A JPEG says by itself where it ends. */
function oneJpeg(bytes: Bytes, directory: TiffDirectory): Uint8Array {
  const at = directory.number(TAG.oneJpeg, 0)
  if (at === 0) throw variantNotSupported('The TIFF has old-style JPEG data in pieces.')
  return bytes.slice(at, bytes.length - at)
}

function stripSides(directory: TiffDirectory, { width, height }: Sides): Sides {
  const rows = directory.number(TAG.rowsPerStrip, height)
  if (rows === 0) throw malformed('The TIFF has strips without rows.')
  return { width, height: Math.min(rows, height) }
}

function tileSides(directory: TiffDirectory, sides: Sides): Sides {
  const [width, height] = [directory.number(TAG.tileWidth, 0), directory.number(TAG.tileLength, 0)]
  if (width === 0 || height === 0) throw malformed('The TIFF has tiles without a side.')
  const tiles = Math.ceil(sides.width / width) * Math.ceil(sides.height / height) * width * height
  if (tiles > MOST_PADDING.times * sides.width * sides.height + MOST_PADDING.pixels) {
    throw variantNotSupported('The tiles of the TIFF are much larger than the picture.')
  }
  return { width, height }
}

interface PieceFacts {
  readonly tiled: boolean
  readonly count: number
  readonly compression: TiffCompression
  /** Bytes that the piece with this index has when it is not compressed. */
  needed(index: number): number
}

/**
 * Pieces that are not compressed have the length they need: what the source says about it does not matter, and is often
 * wrong. Compressed ones share the bytes of the source: pieces that overlap would let few bytes cost much time.
 */
function findPieces(bytes: Bytes, directory: TiffDirectory, { tiled, count, compression, needed }: PieceFacts) {
  const offsets = directory.numbers(tiled ? TAG.tileOffsets : TAG.stripOffsets, count)
  const lengths = directory.numbers(tiled ? TAG.tileByteCounts : TAG.stripByteCounts, count)
  if (!offsets || offsets.length < count) throw malformed('The TIFF has fewer strips or tiles than its sides require.')
  if (compression.name === 'none') return offsets.map((offset, index) => bytes.slice(offset, needed(index)))

  if (!lengths && count > 1) throw malformed('The TIFF does not say how long its strips or tiles are.')
  const pieces = offsets.map((offset, index) => bytes.slice(offset, lengths?.[index] ?? bytes.length - offset))
  const total = pieces.reduce((sum, { length }) => sum + length, 0)
  if (total > bytes.length) throw malformed('The strips or tiles of the TIFF overlap.')
  if (pieces.some(({ length }, index) => length * compression.mostPerByte < needed(index))) {
    throw malformed('A strip or tile of the TIFF is too short for its pixels.')
  }
  return pieces
}
