import { createHash } from 'node:crypto'
import type { Bitmap } from './orient.ts'

/** SHA-256, hex, over width and height (u32, big endian) and RGBA: the same for every encoding of the same pixels. */
export function pixelDigest({ width, height, data }: Bitmap): string {
  const sides = Buffer.alloc(8)
  sides.writeUInt32BE(width, 0)
  sides.writeUInt32BE(height, 4)
  return createHash('sha256').update(sides).update(data).digest('hex')
}
