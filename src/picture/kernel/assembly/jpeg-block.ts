import { putBits } from './jpeg-bits'
import { DC_CODES, PLACE_OF, ZIGZAG_OF } from './jpeg-memory'

/** Symbols of AC codes: nothing follows in the block; sixteen zeros. */
const END_OF_BLOCK: i32 = 0x00
const ZERO_RUN: i32 = 0xf0

/**
 * Huffman-codes a block (ITU-T T.81, F.1.2). Only coefficients that are not 0 take time.
 * @param coefficients 64 × i16
 * @param present a bit for each of them that is not 0
 * @param previous the DC coefficient of the component's block before
 * @returns the DC coefficient
 */
export function putBlock(coefficients: usize, present: u64, previous: i32, codes: usize, tables: usize): i32 {
  const direct = <i32>load<i16>(coefficients)
  putCoefficient(codes, 0, direct - previous)

  // The same bits in the order of the zigzag.
  let ordered: u64 = 0
  for (let left = present & ~1; left !== 0; left &= left - 1) {
    ordered |= (<u64>1) << load<u8>(tables + ZIGZAG_OF + <usize>ctz(left))
  }
  const acCodes = codes + DC_CODES
  let last: i32 = 0
  for (; ordered !== 0; ordered &= ordered - 1) {
    const place = <i32>ctz(ordered)
    let run = place - last - 1
    for (; run > 15; run -= 16) putSymbol(acCodes, ZERO_RUN)
    const at = <usize>load<u8>(tables + PLACE_OF + <usize>place)
    putCoefficient(acCodes, run << 4, load<i16>(coefficients + (at << 1)))
    last = place
  }
  if (last < 63) putSymbol(acCodes, END_OF_BLOCK)
  return direct
}

function putSymbol(codes: usize, symbol: i32): void {
  const code = load<u32>(codes + ((<usize>symbol) << 2))
  putBits(code >> 8, code & 0xff)
}

/** The code for a number's length, then the number: a negative one less 1 (ITU-T T.81, F.1.2.1.2). */
function putCoefficient(codes: usize, run: i32, value: i32): void {
  const size = 32 - clz(abs(value))
  const code = load<u32>(codes + ((<usize>(run | size)) << 2))
  const bits = (value + (value >> 31)) & ((1 << size) - 1)
  putBits(((code >> 8) << size) | bits, (code & 0xff) + size)
}
