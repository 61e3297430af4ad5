import { inflateSync } from 'node:zlib'
import { malformed } from '../../refusals.ts'

/**
 * Inflates a piece to its length. A last strip may go on to its full height below the picture.
 * @param most bytes that it may have
 * @throws Failure `picture-malformed` for fewer bytes than `length`, more than `most`, and what zlib refuses
 */
export function unpackDeflate(data: Uint8Array, length: number, most: number): Uint8Array {
  let pixels: Uint8Array
  try {
    // One piece of output that is never quite full: zlib neither grows it nor copies it together.
    pixels = inflateSync(data, { maxOutputLength: most, chunkSize: most + 64 })
  } catch (cause) {
    throw malformed('The deflated data of the TIFF cannot be inflated to its length.', cause)
  }
  if (pixels.length < length) throw malformed('The deflated data of the TIFF is too short.')
  return new Uint8Array(pixels.buffer, pixels.byteOffset, length)
}
