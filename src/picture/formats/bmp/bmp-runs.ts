import { readBytes } from '../../bytes.ts'
import { malformed } from '../../refusals.ts'
import type { BmpHeader } from './bmp-header.ts'

const END_OF_LINE = 0
const END_OF_PICTURE = 1
const DELTA = 2

/**
 * Expands a run-length coded BMP (RLE8 and RLE4) to one palette index for each pixel, top row first. Pixels that the
 * coding steps over have index 0.
 * @throws Failure `picture-malformed` for a run outside of the picture and for data that ends without its end mark
 */
export function expandBmpRuns({ storedWidth, storedHeight, compression, pixels }: BmpHeader): Uint8Array {
  const bytes = readBytes(pixels)
  const halves = compression === 'rle4'
  const indices = new Uint8Array(storedWidth * storedHeight)
  let at = 0
  let x = 0
  let fromBottom = 0

  const put = (index: number) => {
    if (x >= storedWidth || fromBottom >= storedHeight) throw malformed('A run of the BMP leaves the picture.')
    indices[(storedHeight - 1 - fromBottom) * storedWidth + x] = index
    x++
  }
  const half = (byte: number, position: number) => (position % 2 === 0 ? byte >> 4 : byte & 15)

  for (;;) {
    const [count, value] = [bytes.u8(at), bytes.u8(at + 1)]
    at += 2
    if (count > 0) {
      for (let i = 0; i < count; i++) put(halves ? half(value, i) : value)
    } else if (value === END_OF_LINE) {
      x = 0
      fromBottom++
    } else if (value === END_OF_PICTURE) return indices
    else if (value === DELTA) {
      x += bytes.u8(at)
      fromBottom += bytes.u8(at + 1)
      at += 2
    } else {
      for (let i = 0; i < value; i++) put(halves ? half(bytes.u8(at + (i >> 1)), i) : bytes.u8(at + i))
      const literalBytes = halves ? Math.ceil(value / 2) : value
      at += literalBytes + (literalBytes % 2)
    }
  }
}
