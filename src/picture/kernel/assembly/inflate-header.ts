import { buildTable, CODE_LENGTHS, DISTANCES, LITERALS } from './huffman'
import {
  BIT_COUNT,
  BITS,
  CODED,
  DISTANCE_BITS,
  DISTANCE_TABLE,
  INPUT,
  IS_LAST,
  LENGTHS,
  LITERAL_BITS,
  LITERAL_TABLE,
  READ_AHEAD,
  STEP,
  STORED,
  STORED_LEFT,
} from './inflate-state'

const CODE_LENGTH_BITS: u32 = 7

/** Kinds of blocks (RFC 1951, 3.2.3). */
const IS_STORED: u32 = 0
const HAS_FIXED_CODES: u32 = 1
const HAS_OWN_CODES: u32 = 2

function take(state: usize, count: u32): u32 {
  const bits = load<u64>(state, BITS)
  store<u64>(state, bits >> count, BITS)
  store<u32>(state, load<u32>(state, BIT_COUNT) - count, BIT_COUNT)
  return <u32>bits & ((1 << count) - 1)
}

function refill(state: usize): void {
  const at = load<u32>(state, INPUT)
  const count = load<u32>(state, BIT_COUNT)
  store<u64>(state, load<u64>(state, BITS) | (load<u64>(at) << count), BITS)
  store<u32>(state, at + ((63 - count) >> 3), INPUT)
  store<u32>(state, count | 56, BIT_COUNT)
}

/**
 * Reads what stands before a block's data, its codes included.
 * @param end of the input; what is read after it counts as malformed sooner or later
 * @returns whether it is one that zlib takes
 */
export function readHeader(state: usize, end: usize): bool {
  refill(state)
  store<i32>(state, take(state, 1), IS_LAST)
  const kind = take(state, 2)
  store<i32>(state, kind === IS_STORED ? STORED : CODED, STEP)
  if (kind === IS_STORED) return readStoredLength(state, end)
  if (kind === HAS_FIXED_CODES) return buildFixed(state)
  return kind === HAS_OWN_CODES && readTables(state, end)
}

function readStoredLength(state: usize, end: usize): bool {
  const at = load<u32>(state, INPUT) - (load<u32>(state, BIT_COUNT) >> 3)
  store<u64>(state, 0, BITS)
  store<u32>(state, 0, BIT_COUNT)
  store<u32>(state, at + 4, INPUT)
  const length = <u32>load<u16>(at)
  store<u32>(state, length, STORED_LEFT)
  return at + 4 <= end && (length ^ load<u16>(at, 2)) === 0xffff
}

function buildFixed(state: usize): bool {
  const lengths = state + LENGTHS
  memory.fill(lengths, 8, 144)
  memory.fill(lengths + 144, 9, 112)
  memory.fill(lengths + 256, 7, 24)
  memory.fill(lengths + 280, 8, 8)
  buildTable(state, lengths, 288, state + LITERAL_TABLE, LITERAL_BITS, LITERALS)
  memory.fill(lengths, 5, 32)
  return buildTable(state, lengths, 32, state + DISTANCE_TABLE, DISTANCE_BITS, DISTANCES)
}

/** The order in which the lengths of the codes for lengths stand (RFC 1951, 3.2.7): 16 17 18 0 8 7 9 6 10 … 15. */
export function codeLengthAt(index: u32): u32 {
  if (index < 3) return 16 + index
  if (index === 3) return 0
  return index & 1 ? 7 - ((index - 5) >> 1) : 8 + ((index - 4) >> 1)
}

function readTables(state: usize, end: usize): bool {
  const lengths = state + LENGTHS
  const table = state + DISTANCE_TABLE
  const literals = take(state, 5) + 257
  const distances = take(state, 5) + 1
  const given = take(state, 4) + 4
  if (literals > 286 || distances > 30) return false
  memory.fill(lengths, 0, 19)
  for (let index: u32 = 0; index < given; index++) {
    refill(state)
    store<u8>(lengths + codeLengthAt(index), <u8>take(state, 3))
  }
  if (!buildTable(state, lengths, 19, table, CODE_LENGTH_BITS, CODE_LENGTHS)) return false

  const all = literals + distances
  let before: u32 = 0
  for (let index: u32 = 0; index < all; ) {
    refill(state)
    if (load<u32>(state, INPUT) > end + READ_AHEAD) return false
    const entry = load<u32>(table + ((<usize>load<u64>(state, BITS) & 127) << 2))
    take(state, entry & 0xff)
    const symbol = entry >> 16
    if (symbol < 16) {
      store<u8>(lengths + index, <u8>symbol)
      before = symbol
      index++
      continue
    }
    if (symbol === 16 && index === 0) return false
    if (symbol > 16) before = 0
    const times = symbol === 16 ? 3 + take(state, 2) : symbol === 17 ? 3 + take(state, 3) : 11 + take(state, 7)
    if (index + times > all) return false
    memory.fill(lengths + index, <u8>before, times)
    index += times
  }
  // A block without a code for its end could not end.
  if (load<u8>(lengths + 256) === 0) return false
  return (
    buildTable(state, lengths + literals, distances, table, DISTANCE_BITS, DISTANCES) &&
    buildTable(state, lengths, literals, state + LITERAL_TABLE, LITERAL_BITS, LITERALS)
  )
}
