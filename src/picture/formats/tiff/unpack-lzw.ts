import { malformed } from '../../refusals.ts'

const CLEAR = 256
const END = 257
const FIRST_CODE = 258
const MOST_CODES = 4096
const FEWEST_BITS = 9
const MOST_BITS = 12
const NO_CODE = -1

/**
 * Unpacks the first `length` bytes of TIFF's LZW (TIFF 6.0, section 13). A string is always the one before and one byte
 * more, so it stands as a whole where it was unpacked first: the table holds places, and a string is copied from there.
 * @throws Failure `picture-malformed` for a code that is not defined and for data that ends too early
 */
export function unpackLzw(data: Uint8Array, length: number): Uint8Array {
  const pixels = new Uint8Array(length)
  const starts = new Int32Array(MOST_CODES)
  const lengths = new Int32Array(MOST_CODES)
  let [at, held, heldBits] = [0, 0, 0]
  let [bits, next] = [FEWEST_BITS, FIRST_CODE]
  let to = 0
  let [previousAt, previousLength] = [0, NO_CODE]

  while (to < length) {
    while (heldBits < bits) {
      if (at >= data.length) throw malformed('The LZW data of the TIFF is too short.')
      held = (held << 8) | (data[at++] ?? 0)
      heldBits += 8
    }
    heldBits -= bits
    const code = (held >>> heldBits) & ((1 << bits) - 1)
    // Bits that have been taken are dropped, so that what is held never grows over 32 bits.
    held &= (1 << heldBits) - 1

    if (code === CLEAR) {
      bits = FEWEST_BITS
      next = FIRST_CODE
      previousLength = NO_CODE
      continue
    }
    if (code === END) throw malformed('The LZW data of the TIFF is too short.')
    if (previousLength !== NO_CODE && next < MOST_CODES) {
      starts[next] = previousAt
      lengths[next] = previousLength + 1
      next++
      // The width grows one code early: a slip of the first writer that became the rule.
      if (next + 1 >= 1 << bits && bits < MOST_BITS) bits++
    }
    if (code >= next) throw malformed('The LZW data of the TIFF uses a code that it has not defined.')
    previousAt = to
    if (code < CLEAR) {
      pixels[to++] = code
      previousLength = 1
    } else {
      const from = starts[code] ?? 0
      previousLength = lengths[code] ?? 0
      const end = Math.min(to + previousLength, length)
      for (let source = from; to < end; source++) pixels[to++] = pixels[source] ?? 0
    }
  }
  return pixels
}
