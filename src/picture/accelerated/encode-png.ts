import { colourModelOf } from '../colour-model.ts'
import { createPngChunk } from '../formats/png/create-png-chunk.ts'
import { pngColourType } from '../formats/png/png-colour-type.ts'
import { createPngProfile } from '../formats/png/png-profile.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'
import { deflatePixels } from './deflate-pixels.ts'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** Encodes a bitmap as PNG, in the colours that {@link colourModelOf} gives it. */
export function encodePng(bitmap: Bitmap, profile: Uint8Array | undefined, kernel: Kernel): Buffer {
  const { width, height } = bitmap
  const colours = colourModelOf(bitmap, profile)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(8, 8)
  head.writeUInt8(pngColourType(colours), 9)
  return Buffer.concat([
    SIGNATURE,
    ...createPngChunk('IHDR', head),
    ...(colours.profile ? createPngProfile(colours.profile) : []),
    ...createPngChunk('IDAT', deflatePixels(bitmap, colours, kernel)),
    ...createPngChunk('IEND', Buffer.alloc(0)),
  ])
}
