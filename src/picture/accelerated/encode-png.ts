import { constants, crc32, deflateSync } from 'node:zlib'
import { isOpaque } from '../canvas.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const COLOUR = 2
const COLOUR_ALPHA = 6

/**
 * Encodes a bitmap as PNG: 8 bits, RGB when it is opaque, else RGBA; every row as its difference to the one above, and
 * runs only in deflate: of a picture that was just scaled, a full search finds little more and takes much longer.
 */
export function encodePng(bitmap: Bitmap, kernel: Kernel): Buffer {
  const { width, height } = bitmap
  const opaque = isOpaque(bitmap)
  const pixels = opaque ? withoutAlpha(bitmap) : bitmap.data
  const filtered = kernel.filterUp(pixels, pixels.length / height, height)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(8, 8)
  head.writeUInt8(opaque ? COLOUR : COLOUR_ALPHA, 9)
  return Buffer.concat([
    SIGNATURE,
    ...chunk('IHDR', head),
    ...chunk('IDAT', deflateSync(filtered, { strategy: constants.Z_RLE, chunkSize: filtered.length + 1024 })),
    ...chunk('IEND', Buffer.alloc(0)),
  ])
}

function withoutAlpha({ data, width, height }: Bitmap): Buffer {
  const packed = Buffer.alloc(width * height * 3)
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    packed[to] = data[from] ?? 0
    packed[to + 1] = data[from + 1] ?? 0
    packed[to + 2] = data[from + 2] ?? 0
  }
  return packed
}

/** A chunk in its parts: length, type, body, CRC (PNG 3rd edition, 5.3). */
function chunk(type: string, body: Buffer): Buffer[] {
  const [head, crc] = [Buffer.alloc(8), Buffer.alloc(4)]
  head.writeUInt32BE(body.length)
  head.write(type, 4, 'latin1')
  crc.writeUInt32BE(crc32(body, crc32(head.subarray(4))))
  return [head, body, crc]
}
