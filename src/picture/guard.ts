import { checkGifIndices } from './gif-indices.ts'
import type { Header } from './header.ts'
import { inflatePngData } from './png-data.ts'

/**
 * The checks of a source that cost as much as decoding it: they run where decoding runs, right before it, and nowhere
 * else. A decoder then only sees data that fills exactly what the header declares. JPEG and BMP need none: their
 * decoders refuse data that ends early, and the length of a BMP's pixels is known from its header.
 * @throws Failure `picture-malformed`
 */
export function guard(header: Header): void {
  if (header.format === 'png') inflatePngData(header)
  if (header.format === 'gif') checkGifIndices(header.firstFrame)
}
