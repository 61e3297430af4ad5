/** A code's length in its lowest bits: what is shifted by all of it is shifted by the length, as far as 64 bits go. */
export const CODE_SHIFT: u32 = 6
export const CODE_LENGTH: u32 = 63

/** Longest code of deflate. */
const LONGEST: u32 = 15

/**
 * The codes of symbols from their lengths (u8), in the order that deflate prescribes (RFC 1951, 3.2.2), with their bits
 * as they are written, the first in the lowest place: u32, code × 64 + length, or 0 for none.
 */
export function findCodes(lengths: usize, symbols: u32, codes: usize): void {
  let code: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    code <<= 1
    for (let symbol: u32 = 0; symbol < symbols; symbol++) {
      if (load<u8>(lengths + symbol) !== length) continue
      store<u32>(codes + ((<usize>symbol) << 2), (reversed(code, length) << CODE_SHIFT) | length)
      code++
    }
  }
}

function reversed(code: u32, length: u32): u32 {
  let bits = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555)
  bits = ((bits & 0x3333) << 2) | ((bits >> 2) & 0x3333)
  bits = ((bits & 0x0f0f) << 4) | ((bits >> 4) & 0x0f0f)
  return (((bits & 0xff) << 8) | (bits >> 8)) >> (16 - length)
}
