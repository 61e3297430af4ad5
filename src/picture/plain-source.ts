import { EOI, SOI } from './formats/jpeg/jpeg-segments.ts'
import { PNG_SIGNATURE_BYTES } from './formats/png/png-chunks.ts'
import { plainWebp } from './formats/webp/plain-webp.ts'
import type { Header } from './header.ts'

const GIF_TRAILER = Uint8Array.of(0x3b)

/**
 * The source reduced to the parts that make its pixels: no metadata, no further frames, nothing in front, between or
 * behind. A decoder then never sees what has no bearing on the pixels (EXIF that it would apply once more, animation
 * chunks that it refuses, texts that inflate to 100 MB, trailing bytes).
 */
export function plainSource(source: Uint8Array, header: Header): Buffer {
  switch (header.format) {
    case 'png':
      return Buffer.concat([source.subarray(0, PNG_SIGNATURE_BYTES), ...header.pixelChunks.map(({ whole }) => whole)])
    case 'jpeg': {
      const marker = (code: number) => Uint8Array.of(0xff, code)
      return Buffer.concat([marker(SOI), ...header.pixelSegments.map(({ whole }) => whole), marker(EOI)])
    }
    case 'gif': {
      const { control, whole } = header.firstFrame
      return Buffer.concat([header.screen, control, whole, GIF_TRAILER])
    }
    case 'bmp':
    case 'tiff':
      return Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    case 'webp':
      return plainWebp(header.firstFrame)
  }
}
