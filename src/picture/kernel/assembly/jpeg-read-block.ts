import { AC_LOOKUP, COLUMNS, DC_LOOKUP, LAST_NEEDED, ORDER, ORDER_SHIFT, PREVIOUS, ROWS } from './jpeg-component'
import {
  LIMITS,
  LONGEST_CODE,
  LOOKED_UP_BITS,
  numberOf,
  OFFSETS,
  PAST_THE_END,
  PLACES_BITS,
  PLACES_SHIFT,
  SKIPS,
  SYMBOLS,
  TAKEN_BITS,
} from './jpeg-lookup'
import { BLOCK_ROW } from './jpeg-memory'

const LOOKUP_SHIFT: u64 = 64 - LOOKED_UP_BITS
const PLACES: i32 = 64

/** What an offset in a block tells: where it is, or that a number stands behind the block's last place. */
const WITHIN_BLOCK: i32 = 0xff
const BEHIND_THE_LAST: i32 = 0x200

export const DAMAGED: i32 = -1

/**
 * The next bits of an interval, from the highest on, and how many of them are sure: below them may already stand what
 * follows. Then come eight bytes from `next` on, of what `jpeg-unstuff` made: it goes down.
 */
let bits: u64 = 0
let count: i32 = 0
let next: usize = 0

/** Where `next` is when everything was read; up to eight bytes further may have been loaded ahead. A block reads at most
 * 230 bytes more, when the data is damaged. */
let last: usize = 0

/** Reads on from below `top`, `length` bytes. */
export function readBitsFrom(top: usize, length: u32): void {
  next = top - 8
  last = next - <usize>length
  bits = 0
  count = 0
  fill()
}

/** How many bits are left; below 0 when more were taken than there are. */
export function bitsLeft(): i32 {
  return ((<i32>next - <i32>last) << 3) + count
}

/**
 * Reads the coefficients of a block (ITU-T T.81, F.2.2), multiplied, as far as its samples need them: the others are
 * skipped, several at a time.
 * @param block 64 × f32, and room behind them as `jpeg-component` says
 * @returns {@link DAMAGED}, or a union of the places in the block, in bytes, at which there may be other than 0: none when
 *   there is DC alone
 */
export function readBlock(component: usize, block: usize): i32 {
  if (next + 8 < last) return DAMAGED
  clearRows(block, load<i32>(component, ROWS), load<i32>(component, COLUMNS))
  if (!readDirect(component, block)) return DAMAGED
  const lookup = <usize>load<u32>(component, AC_LOOKUP)
  const lastNeeded = <usize>load<u32>(component, LAST_NEEDED)
  const order = <usize>load<u32>(component, ORDER)
  let held = bits
  let left = count
  let from = next
  let found: i32 = 0
  let at = order
  while (at < lastNeeded) {
    let entry = load<i32>(lookup + ((<usize>(held >> LOOKUP_SHIFT)) << 2))
    held |= load<u64>(from) >> left
    from -= (63 - left) >> 3
    left |= 56
    const taken = entry & TAKEN_BITS
    if (taken !== 0) {
      held <<= taken
      left -= taken
    } else {
      bits = held
      count = left
      entry = readLong(lookup, entry)
      if (entry === 0) return DAMAGED
      held = bits
      left = count
    }
    at += (entry & PLACES_BITS) >> (PLACES_SHIFT - ORDER_SHIFT)
    const value = entry >> 16
    if (value !== 0) {
      const offset = load<i32>(at, 4)
      store<f32>(block + <usize>offset, <f32>value * load<f32>(at))
      found |= offset
    }
  }
  bits = held
  count = left
  next = from
  const place = <i32>((at - order) >> ORDER_SHIFT) + 1
  if ((found & BEHIND_THE_LAST) !== 0 || !skip(lookup, place)) return DAMAGED
  return found & WITHIN_BLOCK
}

/** The DC coefficient is coded as the difference from the one before. */
function readDirect(component: usize, block: usize): bool {
  fill()
  const entry = readOne(<usize>load<u32>(component, DC_LOOKUP))
  const difference = <f32>(entry >> 16) * load<f32>(<usize>load<u32>(component, ORDER))
  const direct = difference + load<f32>(component, PREVIOUS)
  store<f32>(block, direct)
  store<f32>(component, direct, PREVIOUS)
  return entry !== 0
}

/** Reads on to the block's end, from a place in the zigzag on. @returns whether the data is what it must be */
function skip(lookup: usize, place: i32): bool {
  let held = bits
  let left = count
  let from = next
  while (place < PLACES) {
    const entry = <i32>load<u16>(lookup + ((<usize>(held >> LOOKUP_SHIFT)) << 1), SKIPS)
    held |= load<u64>(from) >> left
    from -= (63 - left) >> 3
    left |= 56
    const past = place + ((entry >> PLACES_SHIFT) & 63)
    if (entry !== 0 && past < PLACES) {
      held <<= entry & TAKEN_BITS
      left -= entry & TAKEN_BITS
      place = past + ((entry >> PLACES_SHIFT) & 64)
    } else {
      bits = held
      count = left
      const one = readOne(lookup)
      place += (one & PLACES_BITS) >> PLACES_SHIFT
      if (one === 0 || (place > PLACES && one >> 16 !== 0)) return false
      held = bits
      left = count
    }
  }
  bits = held
  count = left
  next = from
  return true
}

/** At least 56 bits. */
function fill(): void {
  bits |= load<u64>(next) >> count
  next -= (63 - count) >> 3
  count |= 56
}

/** As many coefficients as the inverse transform reads. */
function clearRows(block: usize, rows: i32, columns: i32): void {
  const end = block + (rows > 4 || columns > 4 ? 8 : 4) * BLOCK_ROW
  for (; block < end; block += BLOCK_ROW) {
    store<u64>(block, 0)
    store<u64>(block, 0, 8)
    store<u64>(block, 0, 16)
    store<u64>(block, 0, 24)
  }
}

/** Reads one code and its number. @returns an entry: the number, and by how many places it goes on; 0 for a code that is none */
function readOne(lookup: usize): i32 {
  const entry = load<i32>(lookup + ((<usize>(bits >> LOOKUP_SHIFT)) << 2))
  const taken = entry & TAKEN_BITS
  if (taken === 0) return readLong(lookup, entry)
  bits <<= taken
  count -= taken
  return entry
}

/**
 * Reads what a lookup does not hold: a long code, or a number that does not fit behind its code.
 * @param entry the code's length and symbol where the lookup has them
 * @returns as {@link readOne}
 */
function readLong(lookup: usize, entry: i32): i32 {
  let length = (entry >> 16) & 0xff
  let symbol = (entry >> 8) & 0xff
  if (length === 0) {
    const ahead = <u32>(bits >> 48)
    length = LOOKED_UP_BITS + 1
    while (length <= LONGEST_CODE && ahead >= load<u32>(lookup + LIMITS + ((<usize>length) << 2))) length++
    if (length > LONGEST_CODE) return 0
    const index = <i32>(ahead >> (16 - length)) + load<i32>(lookup + OFFSETS + ((<usize>length) << 2))
    symbol = load<u8>(lookup + SYMBOLS + <usize>index)
  }
  bits <<= length
  count -= length
  const size = symbol & 15
  const run = symbol >> 4
  if (size === 0) return (run === 15 ? 16 : PAST_THE_END) << PLACES_SHIFT
  const value = numberOf(<i32>(bits >> (64 - size)), size)
  bits <<= size
  count -= size
  return (value << 16) | ((run + 1) << PLACES_SHIFT)
}
