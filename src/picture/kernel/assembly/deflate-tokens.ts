import { endOfBits, goOnWith, waitingBits, waitingCount } from './deflate-bits'
import { extraBitsOf, symbolOf } from './deflate-lengths'
import { CODES, END_OF_BLOCK, RUN_CODES, RUNS } from './deflate-memory'
import { CODE_LENGTH, CODE_SHIFT } from './huffman-codes'

/**
 * Makes the bits of each length of a run: its code, the extra bits, and the code for distance 1, which is zeros.
 * @param distanceBits the length of that code
 */
export function findRunCodes(distanceBits: u32, work: usize): void {
  store<u32>(work + RUN_CODES, load<u32>(work + CODES + ((<usize>END_OF_BLOCK) << 2)))
  for (let length: u32 = 3; length <= 258; length++) {
    const code = load<u32>(work + CODES + ((<usize>symbolOf(length)) << 2))
    const extraBits = extraBitsOf(length)
    const extra = (length - 3) & ((1 << extraBits) - 1)
    const bits = (code >> CODE_SHIFT) | (extra << (code & CODE_LENGTH))
    const count = (code & CODE_LENGTH) + extraBits + distanceBits
    store<u32>(work + RUN_CODES + ((<usize>length) << 2), (bits << CODE_SHIFT) | count)
  }
}

/**
 * Writes a block's literals and runs, and its end. Literals go four at a time: with the bits that wait they are at most
 * 63 bits (see `LONGEST` in `deflate-memory`). Seven bytes more than the block has are touched.
 */
export function putTokens(source: usize, work: usize): void {
  const codes = work + CODES
  let waiting = waitingBits()
  let count = <u64>waitingCount()
  let next = endOfBits()
  let from = source
  let length: u32 = 0
  let run = work + RUNS
  do {
    const entry = load<u32>(run)
    const start = source + (entry >> 9)
    for (; from + 4 <= start; from += 4) {
      const first = codeAt(codes, load<u8>(from))
      const second = codeAt(codes, load<u8>(from, 1))
      const third = codeAt(codes, load<u8>(from, 2))
      const fourth = codeAt(codes, load<u8>(from, 3))
      // A shift takes the lowest six bits of what it is given, which are the length: of sums of codes, too.
      waiting |= ((first >> CODE_SHIFT) | ((second >> CODE_SHIFT) << first)) << count
      count += first + second
      waiting |= ((third >> CODE_SHIFT) | ((fourth >> CODE_SHIFT) << third)) << count
      count = (count + third + fourth) & CODE_LENGTH
      store<u64>(next, waiting)
      next += <usize>(count >> 3)
      waiting >>= count & ~7
      count &= 7
    }
    for (; from < start; from++) {
      const code = codeAt(codes, load<u8>(from))
      waiting |= (code >> CODE_SHIFT) << count
      count += code & CODE_LENGTH
    }
    store<u64>(next, waiting)
    next += <usize>(count >> 3)
    waiting >>= count & ~7
    count &= 7

    length = entry & 511
    const code = <u64>load<u32>(work + RUN_CODES + ((<usize>length) << 2))
    waiting |= (code >> CODE_SHIFT) << count
    count += code & CODE_LENGTH
    store<u64>(next, waiting)
    next += <usize>(count >> 3)
    waiting >>= count & ~7
    count &= 7
    from = start + length
    run += 4
  } while (length !== 0)
  goOnWith(waiting, <u32>count, next)
}

function codeAt(codes: usize, byte: u8): u64 {
  return load<u32>(codes + ((<usize>byte) << 2))
}
