import type { Bytes } from '../../bytes.ts'
import { swapsSides, toOrientation } from '../../exif-orientation.ts'
import type { Sides } from '../../geometry.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'
import { compressionOf, type TiffCompression } from './tiff-compression.ts'
import {
  countDirectories,
  firstDirectoryAt,
  readTiffDirectory,
  readTiffNumbers,
  TAG,
  type TiffDirectory,
} from './tiff-directory.ts'
import { readTiffLayout, type TiffLayout } from './tiff-layout.ts'
import { readTiffSamples, type TiffSamples } from './tiff-samples.ts'
import { readYccSampling, subsampledBytes } from './tiff-ycc.ts'
import type { TiffPredictor } from './undo-predictor.ts'

/** A TIFF whose first directory stands as it must. Frames are the directories, counted; the first one is the picture. */
export interface TiffHeader extends HeaderFacts {
  readonly format: 'tiff'
  readonly little: boolean
  readonly compression: TiffCompression
  /** The lowest bit of every stored byte comes first. */
  readonly reversed: boolean
  readonly faxOptions: number
  readonly predictor: TiffPredictor
  readonly samples: TiffSamples
  /** Pixels across and down that share their chroma; 1 and 1 for whatever is not YCbCr. */
  readonly sampling: Sides
  readonly layout: TiffLayout
  /** All reds, then all greens, then all blues, of 16 bits. */
  readonly palette: readonly number[]
  readonly jpegTables: Uint8Array | undefined
  readonly profile: Uint8Array | undefined
}

const LOWEST_BIT_FIRST = 2
const YCC_SAMPLES = 3
const PREDICTORS: Readonly<Record<number, TiffPredictor>> = { 1: 'none', 2: 'horizontal', 3: 'float' }

/**
 * Reads the first directory of a TIFF (TIFF 6.0) or BigTIFF without unpacking anything. Nothing is followed from it but
 * its own values; the further directories are only counted.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readTiffHeader(bytes: Bytes): TiffHeader {
  const numbers = readTiffNumbers(bytes)
  const directory = readTiffDirectory(bytes, numbers, firstDirectoryAt(numbers))
  const [storedWidth, storedHeight] = [directory.number(TAG.width, 0), directory.number(TAG.height, 0)]
  if (storedWidth === 0 || storedHeight === 0) throw malformed('The TIFF has no width or no height.')

  const compression = compressionOf(directory.number(TAG.compression, 1))
  const samples = readTiffSamples(directory, compression)
  checkCompression(compression, samples)
  const sampling = readYccSampling(directory, samples, compression)
  const layout = readTiffLayout(bytes, directory, {
    sides: { width: storedWidth, height: storedHeight },
    samplesPerPixel: samples.perPixel,
    compression,
    bytesOf: (piece, perPixel) => pieceBytes(piece, perPixel, samples.bits, sampling),
  })
  const predictor = readPredictor(directory, compression, samples)
  if (isSubsampled(sampling) && (layout.samplesPerPiece !== samples.perPixel || predictor !== 'none')) {
    throw variantNotSupported('The chroma of the TIFF is subsampled in planes of its own or stored as differences.')
  }
  if (compression.name === 'jpeg' && samples.colours === 'ycc' && layout.samplesPerPiece > YCC_SAMPLES) {
    throw variantNotSupported('The TIFF has YCbCr JPEG data with further samples.')
  }

  const orientation = toOrientation(directory.plainNumber(TAG.orientation) ?? 1)
  const [width, height] = swapsSides(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  return {
    format: 'tiff',
    ...{ width, height, storedWidth, storedHeight, orientation },
    frames: countDirectories(bytes, numbers),
    hasAlpha: samples.alpha !== undefined,
    little: numbers.little,
    compression,
    reversed: directory.number(TAG.fillOrder, 1) === LOWEST_BIT_FIRST,
    faxOptions: directory.number(TAG.faxOptions, 0),
    predictor,
    ...{ samples, sampling, layout },
    palette: readPalette(directory, samples),
    jpegTables: compression.name === 'jpeg' ? directory.bytes(TAG.jpegTables) : undefined,
    profile: directory.bytes(TAG.profile),
  }
}

const isSubsampled = ({ width, height }: Sides) => width > 1 || height > 1

/** Bytes of an unpacked piece: its rows begin on whole bytes, and subsampled YCbCr comes in blocks. */
function pieceBytes(piece: Sides, perPixel: number, bits: number, sampling: Sides): number {
  if (isSubsampled(sampling)) return subsampledBytes(piece, sampling)
  return rowBytes(piece.width * perPixel, bits) * piece.height
}

/** Bytes of a row of so many samples. */
export const rowBytes = (samples: number, bits: number): number => Math.ceil((samples * bits) / 8)

function checkCompression({ name }: TiffCompression, { bits, kind, perPixel, colours }: TiffSamples): void {
  if (name.startsWith('fax') && (bits !== 1 || perPixel !== 1)) throw malformed('The TIFF is a fax with colours.')
  if (name !== 'jpeg') return
  if (bits !== 8 || kind !== 'unsigned') throw variantNotSupported('The TIFF has JPEG data that has not 8 bits.')
  if (colours === 'palette') throw variantNotSupported('The TIFF has JPEG data with a palette.')
}

/** Only the compressions that have a predictor look at its tag. */
function readPredictor(
  directory: TiffDirectory,
  { name }: TiffCompression,
  { bits, kind }: TiffSamples,
): TiffPredictor {
  if (name !== 'lzw' && name !== 'deflate') return 'none'
  const predictor = PREDICTORS[directory.number(TAG.predictor, 1)]
  if (!predictor) throw malformed('The TIFF has an unknown predictor.')
  if (predictor === 'horizontal' && ![8, 16, 32].includes(bits)) {
    throw variantNotSupported(`The TIFF has differences of ${bits} bits.`)
  }
  if (predictor === 'float' && kind !== 'float') throw malformed('The TIFF has the predictor of floats without floats.')
  return predictor
}

function readPalette(directory: TiffDirectory, { colours, bits }: TiffSamples): readonly number[] {
  if (colours !== 'palette') return []
  const entries = 3 * 2 ** bits
  const palette = directory.numbers(TAG.colourMap, entries) ?? []
  if (palette.length !== entries) throw malformed('The TIFF has no palette or one that is too short.')
  return palette
}
