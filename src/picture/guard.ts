import { checkGifIndices } from './gif-indices.ts'
import type { Header } from './header.ts'
import { checkPngData } from './png-data.ts'

/**
 * The checks of a source that cost as much as decoding it: they run where decoding runs, right before it, and nowhere
 * else. A decoder then only sees data that fills exactly what the header declares. JPEG and BMP need none: jpeg-js
 * refuses data that ends early, and the length of a BMP's pixels is known from its header.
 * @throws Failure `picture-malformed`
 */
export function guard(header: Header): void {
  if (header.format === 'png') checkPngData(header)
  if (header.format === 'gif') checkGifIndices(header.firstFrame)
}
