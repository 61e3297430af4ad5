import gifenc from 'gifenc'
import type { Bitmap } from '../../orient.ts'
import { indexPixels } from './indexed-pixels.ts'

/** The fewest bits of an index for which codes can be written (GIF89a, appendix F). */
const LEAST_BITS = 2

/** Encodes a bitmap as a GIF of one frame. What is less than half opaque becomes transparent, the rest opaque. */
export function encodeGif(bitmap: Bitmap): Buffer {
  const { palette, indices, transparentIndex } = indexPixels(bitmap)
  const encoder = gifenc.GIFEncoder({ initialCapacity: indices.length })
  encoder.writeFrame(indices, bitmap.width, bitmap.height, {
    palette,
    colorDepth: Math.max(LEAST_BITS, Math.ceil(Math.log2(palette.length))),
    transparent: transparentIndex !== undefined,
    transparentIndex: transparentIndex ?? 0,
    repeat: -1,
    dispose: 0,
  })
  encoder.finish()
  const { buffer, byteOffset, byteLength } = encoder.bytes()
  return Buffer.from(buffer, byteOffset, byteLength)
}
