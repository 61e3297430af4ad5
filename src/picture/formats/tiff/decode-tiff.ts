import type { Sides } from '../../geometry.ts'
import type { Limits } from '../../limits.ts'
import type { Bitmap } from '../../orient.ts'
import { createRowPainter } from './paint-row.ts'
import type { TiffHeader } from './tiff-header.ts'
import { areYccJpegs, unpackPiece } from './unpack-piece.ts'

/**
 * Decodes the first picture of a TIFF to RGBA, piece by piece. Own code, but for JPEG: the decoder that comes with jimp
 * follows directories in a circle, takes missing data for pixels and lets a fax grow without end.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`, `picture-too-many-scans`,
 *   `picture-too-many-pixels`
 */
export async function decodeTiff(header: TiffHeader, limits: Limits): Promise<Bitmap> {
  const { storedWidth: width, storedHeight: height, layout, samples, palette } = header
  const colours = areYccJpegs(header) ? 'rgb' : samples.colours
  const paintRow = createRowPainter({ ...samples, colours, palette })
  const data = Buffer.alloc(width * height * 4)
  for (let index = 0; index < layout.across * layout.down; index++) {
    const left = (index % layout.across) * layout.width
    const top = Math.floor(index / layout.across) * layout.rows
    const piece = { width: layout.width, height: Math.min(layout.rows, height - top) }
    const unpacked = await unpackPlanes(header, index, piece, limits)
    const seen = Math.min(piece.width, width - left)
    for (let row = 0; row < piece.height; row++) {
      const from = row * piece.width * samples.perPixel
      paintRow(unpacked, from, data, ((top + row) * width + left) * 4, seen)
    }
  }
  return { width, height, data }
}

/** The samples of all planes at one place, interleaved. */
async function unpackPlanes(header: TiffHeader, index: number, piece: Sides, limits: Limits): Promise<Uint8Array> {
  const { layout, samples } = header
  const unpack = (plane: number) => {
    const packed = layout.pieces[plane * layout.across * layout.down + index] ?? new Uint8Array(0)
    return unpackPiece(header, packed, plane, piece, limits)
  }
  const planes = samples.perPixel / layout.samplesPerPiece
  if (planes === 1) return unpack(0)
  const interleaved = new Uint8Array(piece.width * piece.height * planes)
  for (let plane = 0; plane < planes; plane++) {
    const one = await unpack(plane)
    for (let from = 0, to = plane; from < one.length; from++, to += planes) interleaved[to] = one[from] ?? 0
  }
  return interleaved
}
