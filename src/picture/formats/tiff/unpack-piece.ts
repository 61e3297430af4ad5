import type { Sides } from '../../geometry.ts'
import type { Limits } from '../../limits.ts'
import { toEightBits } from './eight-bit-samples.ts'
import { rowBytes, type TiffHeader } from './tiff-header.ts'
import { spreadChroma, subsampledBytes } from './tiff-ycc.ts'
import { undoPredictor } from './undo-predictor.ts'
import { unpackDeflate } from './unpack-deflate.ts'
import { unpackFax } from './unpack-fax.ts'
import { unpackLzw } from './unpack-lzw.ts'
import { unpackPackBits } from './unpack-packbits.ts'

/** Every byte with its bits in the other order. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }).reduce((turned: number, _, bit) => turned | (((byte >> bit) & 1) << (7 - bit)), 0),
)

/**
 * Unpacks a strip or tile to samples of 8 bits, interleaved.
 * @param plane the first of its samples
 * @param piece the sides that are needed of it
 * @throws Failure `picture-malformed`, and what `unpackJpeg` throws
 */
export async function unpackPiece(
  header: TiffHeader,
  packed: Uint8Array,
  plane: number,
  piece: Sides,
  limits: Limits,
): Promise<Uint8Array> {
  const { compression, layout, samples, sampling, little, predictor } = header
  if (compression.name === 'jpeg') {
    const jpegs = { tables: header.jpegTables, samples: layout.samplesPerPiece, areYcc: areYccJpegs(header) }
    // utif2 is large, and most TIFFs do without it.
    const { unpackJpeg } = await import('./unpack-jpeg.ts')
    return unpackJpeg(packed, jpegs, piece, layout.rows, limits)
  }
  const samplesPerRow = piece.width * layout.samplesPerPiece
  const bytesPerRow = rowBytes(samplesPerRow, samples.bits)
  const isSubsampled = sampling.width * sampling.height > 1
  const bytesOf = (rows: number) =>
    isSubsampled ? subsampledBytes({ width: piece.width, height: rows }, sampling) : bytesPerRow * rows
  const stored = unpackBytes(header, packed, piece, bytesOf(piece.height), bytesOf(layout.rows))
  if (isSubsampled) return spreadChroma(stored, piece, sampling)
  const { bits, kind } = samples
  undoPredictor(stored, predictor, { rowBytes: bytesPerRow, stride: layout.samplesPerPiece, bits, little })
  const { colours, alpha } = samples
  const isLight = (place: number) => colours !== 'inks' && plane + (place % layout.samplesPerPiece) !== alpha?.sample
  return toEightBits(stored, {
    ...{ bits, kind, little, rowBytes: bytesPerRow },
    ...{ samplesPerRow, rows: piece.height, isIndex: colours === 'palette', isCut: colours === 'lab', isLight },
  })
}

/** Whether the JPEGs in the pieces hold YCbCr, which their decoder turns into red, green and blue. */
export const areYccJpegs = ({ compression, samples, layout }: TiffHeader): boolean =>
  compression.name === 'jpeg' && samples.colours === 'ycc' && layout.samplesPerPiece > 1

function unpackBytes(header: TiffHeader, packed: Uint8Array, piece: Sides, length: number, most: number): Uint8Array {
  const data = header.reversed ? packed.map((byte) => REVERSED[byte] ?? 0) : packed
  const { name } = header.compression
  switch (name) {
    case 'lzw':
      return unpackLzw(data, length)
    case 'deflate':
      return unpackDeflate(data, length, most)
    case 'packbits':
      return unpackPackBits(data, length)
    case 'fax-rle':
    case 'fax-3':
    case 'fax-4':
      return unpackFax(data, piece, name, header.faxOptions)
    default:
      return data.subarray(0, length)
  }
}
