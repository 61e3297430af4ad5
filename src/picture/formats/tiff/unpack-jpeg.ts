import { readBytes } from '../../bytes.ts'
import type { Sides } from '../../geometry.ts'
import { inspect } from '../../inspect.ts'
import type { Limits } from '../../limits.ts'
import { malformed } from '../../refusals.ts'
import { isFrame } from '../jpeg/jpeg-frame.ts'
import type { JpegColours } from '../jpeg/jpeg-header.ts'
import { DHT, DQT, DRI, EOI, SOI, SOS, walkJpegSegments } from '../jpeg/jpeg-segments.ts'
import { decodeJpegSamples } from './jpeg-decoder.ts'

const SAMPLES: Readonly<Record<JpegColours, number>> = { grey: 1, ycc: 3, rgb: 3, cmyk: 4, ycck: 4 }

/** All tables that a JPEG can have take 4 KiB. Every piece has a copy of them, so they are bounded. */
const MOST_TABLE_BYTES = 65_536

/** Rows of the largest usual block, to which some writers fill up the last strip. */
const MOST_BLOCK_ROWS = 16

/** What the JPEGs in the pieces of a TIFF are. */
export interface TiffJpegs {
  /** Tag JPEGTables: what all of them have in common. */
  readonly tables: Uint8Array | undefined
  readonly samples: number
  /** They are YCbCr and become red, green and blue. */
  readonly areYcc: boolean
}

/**
 * Unpacks a piece that is a JPEG (Adobe Photoshop TIFF Technical Note 2). What its samples are is for the TIFF to say,
 * not for markers within the JPEG.
 * @param piece its sides; a last strip may go on below the picture, to `most` rows
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`, `picture-too-many-scans`,
 *   `picture-too-many-pixels`
 */
export function unpackJpeg(data: Uint8Array, jpegs: TiffJpegs, piece: Sides, most: number, limits: Limits): Uint8Array {
  const source = wholeJpeg(data, jpegs)
  const header = inspect(source, { ...limits, maxSourceBytes: source.length })
  if (header.format !== 'jpeg' || SAMPLES[header.colours] !== jpegs.samples) {
    throw malformed('A JPEG in the TIFF has another number of samples.')
  }
  if (
    header.storedWidth !== piece.width ||
    header.storedHeight < piece.height ||
    header.storedHeight > wholeBlocks(most)
  ) {
    throw malformed('A JPEG in the TIFF has other sides than its strip or tile.')
  }
  return decodeJpegSamples(source).subarray(0, piece.width * piece.height * jpegs.samples)
}

const wholeBlocks = (rows: number) => Math.ceil(rows / MOST_BLOCK_ROWS) * MOST_BLOCK_ROWS

function wholeJpeg(data: Uint8Array, { tables, areYcc }: TiffJpegs): Buffer {
  if (tables && tables.length > MOST_TABLE_BYTES) throw malformed('The JPEG tables of the TIFF are too long.')
  const adobe = Buffer.from(`ffee000e41646f62650064000000000${areYcc ? 1 : 0}`, 'hex')
  const segments = (tables ? [tables, data] : [data]).flatMap(pixelSegments)
  return Buffer.concat([Buffer.of(0xff, SOI), adobe, ...segments, Buffer.of(0xff, EOI)])
}

function pixelSegments(stream: Uint8Array): Uint8Array[] {
  const bytes = readBytes(stream)
  if (!bytes.has(0, '\xff\xd8')) throw malformed('A JPEG in the TIFF does not begin as one.')
  return [...walkJpegSegments(bytes)]
    .filter(({ marker }) => isFrame(marker) || [DHT, DQT, DRI, SOS].includes(marker))
    .map(({ whole }) => whole)
}
