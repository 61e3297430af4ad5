import type { Bitmap } from '../../orient.ts'
import { bmpRowBytes } from './bmp-header.ts'

const HEADER_BYTES = 54
const BITS = 24

/** Encodes an opaque bitmap in the one way that everything reads: 24 bits, uncompressed, bottom row first. */
export function encodeBmp({ width, height, data }: Bitmap): Buffer {
  const rowBytes = bmpRowBytes(width, BITS)
  const bmp = Buffer.alloc(HEADER_BYTES + rowBytes * height)
  bmp.write('BM', 'latin1')
  bmp.writeUInt32LE(bmp.length, 2)
  bmp.writeUInt32LE(HEADER_BYTES, 10)
  bmp.writeUInt32LE(40, 14)
  bmp.writeInt32LE(width, 18)
  bmp.writeInt32LE(height, 22)
  bmp.writeUInt16LE(1, 26)
  bmp.writeUInt16LE(BITS, 28)
  bmp.writeUInt32LE(rowBytes * height, 34)
  for (let row = 0, from = 0; row < height; row++) {
    let to = HEADER_BYTES + (height - 1 - row) * rowBytes
    for (let column = 0; column < width; column++, from += 4) {
      bmp[to++] = data[from + 2] ?? 0
      bmp[to++] = data[from + 1] ?? 0
      bmp[to++] = data[from] ?? 0
    }
  }
  return bmp
}
