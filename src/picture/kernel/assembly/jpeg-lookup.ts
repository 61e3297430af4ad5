/**
 * A Huffman table as blocks are read with it, by the offsets of its parts.
 *
 * For the next ten bits an entry (i32): a number × 65536, by how many places it goes on × 64, how many bits that takes.
 * The latter is 0 where they are more than ten: then the entry is the code's length × 65536 and its symbol × 256, or 0
 * where the code alone is longer. By the length of a code: the first 16 bits that are too large for it (u32), and what
 * makes its symbol's index of the code (i32). The symbols (u8).
 *
 * For what need not be known, also for the next ten bits (u16): whether the block ends there × 4096, by how many places
 * as many whole codes with their numbers as fit go on × 64, how many bits they take: 0 where not one of them fits.
 */
export const LOOKED_UP_BITS: i32 = 10
export const LONGEST_CODE: i32 = 16
export const LIMITS: usize = 4096
export const OFFSETS: usize = 4164
export const SYMBOLS: usize = 4232
export const SKIPS: usize = 4488

/** Of both kinds of entries. */
export const TAKEN_BITS: i32 = 63
export const PLACES_BITS: i32 = 0xffc0
export const PLACES_SHIFT: i32 = 6

/** By how many places a block's end goes on: past the last one, wherever it stands. */
export const PAST_THE_END: i32 = 64

const ZERO_RUN: i32 = 0xf0

/**
 * Makes a lookup.
 * @param counts how many codes there are of 1 to 16 bits (u8); their symbols follow (u8, 256 of them)
 * @param direct whether it is for DC, else for AC
 * @returns whether codes are such, and have nothing that only broken pictures have
 */
export function makeLookup(counts: usize, lookup: usize, direct: bool): bool {
  const symbols = counts + LONGEST_CODE
  const mostBits: i32 = direct ? 11 : 10
  let code: i32 = 0
  let index: i32 = 0
  memory.fill(lookup, 0, LIMITS)
  memory.copy(lookup + SYMBOLS, symbols, 256)
  for (let length: i32 = 1; length <= LONGEST_CODE; length++) {
    store<i32>(lookup + ((<usize>length) << 2), index - code, OFFSETS)
    const codes = <i32>load<u8>(counts + <usize>(length - 1))
    if (index + codes > 256) return false
    for (let last = index + codes; index < last; index++) {
      const symbol = <i32>load<u8>(symbols + <usize>index)
      if ((symbol & 15) > mostBits || (direct && symbol > 15)) return false
      if (length <= LOOKED_UP_BITS) {
        if (code >> length !== 0) return false
        enter(lookup, code, length, symbol, direct)
      }
      // The way for long codes takes such a symbol for the end of a block.
      else if (direct && symbol === 0) return false
      code++
    }
    if (code > 1 << length) return false
    store<u32>(lookup + ((<usize>length) << 2), code << (LONGEST_CODE - length), LIMITS)
    code <<= 1
  }
  if (!direct) makeSkips(lookup)
  return true
}

/** Enters a code for everything that can stand behind it. */
function enter(lookup: usize, code: i32, length: i32, symbol: i32, direct: bool): void {
  const free = LOOKED_UP_BITS - length
  const size = symbol & 15
  const first = lookup + ((<usize>code) << (free + 2))
  for (let rest: i32 = 0; rest < 1 << free; rest++) {
    const entry =
      size > free
        ? (length << 16) | (symbol << 8)
        : (numberOf(rest >> (free - size), size) << 16) | (stepOf(symbol, direct) << PLACES_SHIFT) | (length + size)
    store<u32>(first + ((<usize>rest) << 2), entry)
  }
}

/** By how many places a symbol goes on. */
function stepOf(symbol: i32, direct: bool): i32 {
  if (!direct && (symbol & 15) === 0) return symbol === ZERO_RUN ? 16 : PAST_THE_END
  return (symbol >> 4) + 1
}

/** ITU-T T.81, figure F.12: numbers without the highest bit are negative. */
export function numberOf(bits: i32, size: i32): i32 {
  return size > 0 && bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits
}

function makeSkips(lookup: usize): void {
  for (let ahead = 0; ahead < 1 << LOOKED_UP_BITS; ahead++) {
    let taken = 0
    let places = 0
    while (places < PAST_THE_END) {
      const entry = load<i32>(lookup + ((<usize>((ahead << taken) & ((1 << LOOKED_UP_BITS) - 1))) << 2))
      const length = entry & TAKEN_BITS
      const step = (entry & PLACES_BITS) >> PLACES_SHIFT
      if (length === 0 || taken + length > LOOKED_UP_BITS) break
      if (step < PAST_THE_END && places + step >= PAST_THE_END) break
      places += step
      taken += length
    }
    store<u16>(lookup + ((<usize>ahead) << 1), taken | (places << PLACES_SHIFT), SKIPS)
  }
}
