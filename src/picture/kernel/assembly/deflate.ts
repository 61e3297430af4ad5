import { adler } from './adler'
import { alignBits, clearBits, endOfBits, putBits, writeBitsTo } from './deflate-bits'
import { putBlock } from './deflate-block'
import { BLOCK_BYTES } from './deflate-memory'

/** Deflate with a window of 32 KiB, by a simple algorithm (RFC 1950, 2.2), in the order of its bytes. */
const HEAD: u32 = 0x0178

/** Adler-32 of what has been deflated. */
let sum: u32 = 1

/** Begins a zlib stream. @returns the end of its head */
export function beginDeflate(target: usize): usize {
  sum = 1
  clearBits()
  writeBitsTo(target)
  putBits(HEAD, 16)
  return endOfBits()
}

/**
 * Goes on with a zlib stream of literals and of pointers to the byte before, as zlib's strategy Z_RLE has them: what
 * filtered rows of photographs need. Blocks end with `bytes`, and at 65535 of them.
 * @param work 100 KiB, see `deflate-memory`
 * @param target takes at most the bytes, 5 more for each block that is begun, 7 at the end, and 8 that are only touched
 * @returns the end of what has been written; bits that fill no byte yet are kept for the next call
 */
export function deflate(source: usize, bytes: usize, isLast: bool, work: usize, target: usize): usize {
  writeBitsTo(target)
  sum = adler(sum, source, bytes)
  let left = bytes
  do {
    const taken = min<usize>(left, BLOCK_BYTES)
    left -= taken
    putBlock(source, taken, <u32>(isLast && left === 0), work)
    source += taken
  } while (left > 0)
  if (isLast) {
    alignBits()
    putBits(bswap<u32>(sum), 32)
  }
  return endOfBits()
}
