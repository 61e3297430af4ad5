import { COUNTS, SORTED } from './inflate-state'

/** The entry is a literal: the sign, so that the question costs nothing. */
export const LITERAL: u32 = 1 << 31
/** The entry is none of a literal, a length or a distance: a pointer, the block's end, or a code that does not exist. */
export const EXCEPTIONAL: u32 = 1 << 15
export const SUBTABLE: u32 = 1 << 14
export const END_OF_BLOCK: u32 = 1 << 13

/** Longest code of literals, lengths and distances; of lengths of codes it is 7. */
const LONGEST: u32 = 15

/** What a table is for: which symbols there are and what they mean. */
export const CODE_LENGTHS: i32 = 0
export const LITERALS: i32 = 1
export const DISTANCES: i32 = 2

/**
 * Makes the table of a code from the lengths of its symbols' codes. It is looked up with the next `tableBits` bits;
 * longer codes go on in a table of their own behind it.
 *
 * An entry has the bits to consume (bits 0 to 7, extra bits included), the bits of the code alone (8 to 11), flags
 * (13 to 15, 31) and a value: the literal, the shortest length or distance, the place of the other table (16 to 30).
 * @returns whether the code is one that zlib takes: complete, or a single code of one bit, or no code at all
 */
export function buildTable(lengths: usize, symbols: u32, table: usize, tableBits: u32, kind: i32): bool {
  const offsets = COUNTS + 64
  memory.fill(COUNTS, 0, 64)
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const place = COUNTS + ((<usize>load<u8>(lengths + symbol)) << 2)
    store<u32>(place, load<u32>(place) + 1)
  }

  let space: i32 = 1
  let offset: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    const count = load<u32>(COUNTS + ((<usize>length) << 2))
    store<u32>(offsets + ((<usize>length) << 2), offset)
    offset += count
    space = (space << 1) - <i32>count
    if (space < 0) return false
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = load<u8>(lengths + symbol)
    if (length === 0) continue
    const place = offsets + ((<usize>length) << 2)
    const index = load<u32>(place)
    store<u32>(place, index + 1)
    store<u16>(SORTED + ((<usize>index) << 1), <u16>symbol)
  }
  if (space > 0) return buildIncomplete(offset, table, tableBits, kind)
  fillTable(table, tableBits, kind)
  return true
}

function buildIncomplete(codes: u32, table: usize, tableBits: u32, kind: i32): bool {
  if (kind === CODE_LENGTHS || codes > 1 || (codes === 1 && load<u32>(COUNTS, 4) !== 1)) return false
  store<u32>(table, codes === 1 ? entryOf(kind, load<u16>(SORTED), 1) : EXCEPTIONAL)
  store<u32>(table, EXCEPTIONAL, 4)
  doubleTable(table, 2, 1 << tableBits)
  return true
}

/** Repeats a table of `entries` for every bit more that it is looked up with, until it has `wanted` ones. */
function doubleTable(table: usize, entries: u32, wanted: u32): void {
  for (; entries < wanted; entries <<= 1) {
    memory.copy(table + ((<usize>entries) << 2), table, (<usize>entries) << 2)
  }
}

function fillTable(table: usize, tableBits: u32, kind: i32): void {
  let sorted = SORTED
  let length: u32 = 1
  while (load<u32>(COUNTS + ((<usize>length) << 2)) === 0) length++
  let count = load<u32>(COUNTS + ((<usize>length) << 2))
  let code: u32 = 0
  let end: u32 = 1 << length
  // Codes of the table itself: what is there for shorter ones is doubled whenever they become longer.
  while (length <= tableBits) {
    do {
      store<u32>(table + ((<usize>code) << 2), entryOf(kind, load<u16>(sorted), length))
      sorted += 2
      if (code === end - 1) {
        doubleTable(table, end, 1 << tableBits)
        return
      }
      code = nextCode(code, end - 1)
      count--
    } while (count > 0)
    do {
      length++
      if (length <= tableBits) {
        doubleTable(table, end, end << 1)
        end <<= 1
      }
      count = load<u32>(COUNTS + ((<usize>length) << 2))
    } while (count === 0)
  }
  fillSubtables(sorted, code, length, table, tableBits, kind)
}

/**
 * The rest of the codes, longer than `tableBits`, from `code` of `length` bits on: each beginning that they have in common
 * gets a table that is just large enough for the longest one.
 * @param sorted the address of the code's symbol
 */
function fillSubtables(sorted: usize, code: u32, length: u32, table: usize, tableBits: u32, kind: i32): void {
  let count = load<u32>(COUNTS + ((<usize>length) << 2))
  const mask: u32 = (1 << tableBits) - 1
  let end: u32 = 1 << tableBits
  let prefix: u32 = u32.MAX_VALUE
  let start: u32 = 0
  while (true) {
    if ((code & mask) !== prefix) {
      prefix = code & mask
      start = end
      let bits: u32 = length - tableBits
      let used: u32 = count
      while (used < (<u32>1) << bits) {
        bits++
        used = (used << 1) + load<u32>(COUNTS + ((<usize>(tableBits + bits)) << 2))
      }
      end = start + ((<u32>1) << bits)
      store<u32>(table + ((<usize>prefix) << 2), (start << 16) | EXCEPTIONAL | SUBTABLE | (bits << 8) | tableBits)
    }
    const entry = entryOf(kind, load<u16>(sorted), length - tableBits)
    sorted += 2
    const stride: u32 = 1 << (length - tableBits)
    for (let index = start + (code >> tableBits); index < end; index += stride) {
      store<u32>(table + ((<usize>index) << 2), entry)
    }
    const highest: u32 = (1 << length) - 1
    if (code === highest) return
    code = nextCode(code, highest)
    count--
    while (count === 0) {
      length++
      count = load<u32>(COUNTS + ((<usize>length) << 2))
    }
  }
}

/** The code after this one of the same length, first bit lowest: adds one from the other end. */
function nextCode(code: u32, highest: u32): u32 {
  const bit: u32 = 1 << (31 - clz<u32>(code ^ highest))
  return (code & (bit - 1)) | bit
}

function entryOf(kind: i32, symbol: u32, length: u32): u32 {
  const bits = (length << 8) + length
  if (kind === LITERALS) {
    if (symbol < 256) return LITERAL | ((symbol << 16) + bits)
    if (symbol === 256) return (EXCEPTIONAL | END_OF_BLOCK) + bits
    return lengthOf(symbol - 257) + bits
  }
  if (kind === DISTANCES) return distanceOf(symbol) + bits
  return (symbol << 16) + bits
}

/** RFC 1951, 3.2.5: the shortest length of a symbol, and how many extra bits it has. */
function lengthOf(symbol: u32): u32 {
  if (symbol < 8) return (symbol + 3) << 16
  if (symbol === 28) return 258 << 16
  if (symbol > 28) return EXCEPTIONAL
  const extra = (symbol >> 2) - 1
  return ((3 + ((4 + (symbol & 3)) << extra)) << 16) + extra
}

function distanceOf(symbol: u32): u32 {
  if (symbol < 4) return (symbol + 1) << 16
  if (symbol > 29) return EXCEPTIONAL
  const extra = (symbol >> 1) - 1
  return ((1 + ((2 + (symbol & 1)) << extra)) << 16) + extra
}
