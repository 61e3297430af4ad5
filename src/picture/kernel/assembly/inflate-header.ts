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

function take(count: u32): u32 {
  const bits = load<u64>(BITS)
  store<u64>(BITS, bits >> count)
  store<u32>(BIT_COUNT, load<u32>(BIT_COUNT) - count)
  return <u32>bits & ((1 << count) - 1)
}

function refill(): void {
  const at = load<u32>(INPUT)
  const count = load<u32>(BIT_COUNT)
  store<u64>(BITS, load<u64>(BITS) | (load<u64>(at) << count))
  store<u32>(INPUT, at + ((63 - count) >> 3))
  store<u32>(BIT_COUNT, count | 56)
}

/**
 * Reads what stands before a block's data, its codes included.
 * @param end of the input; what is read after it counts as malformed sooner or later
 * @returns whether it is one that zlib takes
 */
export function readHeader(end: usize): bool {
  refill()
  store<i32>(IS_LAST, take(1))
  const kind = take(2)
  store<i32>(STEP, kind === IS_STORED ? STORED : CODED)
  if (kind === IS_STORED) return readStoredLength(end)
  if (kind === HAS_FIXED_CODES) return buildFixed()
  return kind === HAS_OWN_CODES && readTables(end)
}

function readStoredLength(end: usize): bool {
  const at = load<u32>(INPUT) - (load<u32>(BIT_COUNT) >> 3)
  store<u64>(BITS, 0)
  store<u32>(BIT_COUNT, 0)
  store<u32>(INPUT, at + 4)
  const length = <u32>load<u16>(at)
  store<u32>(STORED_LEFT, length)
  return at + 4 <= end && (length ^ load<u16>(at, 2)) === 0xffff
}

function buildFixed(): bool {
  memory.fill(LENGTHS, 8, 144)
  memory.fill(LENGTHS + 144, 9, 112)
  memory.fill(LENGTHS + 256, 7, 24)
  memory.fill(LENGTHS + 280, 8, 8)
  buildTable(LENGTHS, 288, LITERAL_TABLE, LITERAL_BITS, LITERALS)
  memory.fill(LENGTHS, 5, 32)
  return buildTable(LENGTHS, 32, DISTANCE_TABLE, DISTANCE_BITS, DISTANCES)
}

/** The order in which the lengths of the codes for lengths stand (RFC 1951, 3.2.7): 16 17 18 0 8 7 9 6 10 … 15. */
export function codeLengthAt(index: u32): u32 {
  if (index < 3) return 16 + index
  if (index === 3) return 0
  return index & 1 ? 7 - ((index - 5) >> 1) : 8 + ((index - 4) >> 1)
}

function readTables(end: usize): bool {
  const literals = take(5) + 257
  const distances = take(5) + 1
  const given = take(4) + 4
  if (literals > 286 || distances > 30) return false
  memory.fill(LENGTHS, 0, 19)
  for (let index: u32 = 0; index < given; index++) {
    refill()
    store<u8>(LENGTHS + codeLengthAt(index), <u8>take(3))
  }
  if (!buildTable(LENGTHS, 19, DISTANCE_TABLE, CODE_LENGTH_BITS, CODE_LENGTHS)) return false

  const all = literals + distances
  let before: u32 = 0
  for (let index: u32 = 0; index < all; ) {
    refill()
    if (load<u32>(INPUT) > end + READ_AHEAD) return false
    const entry = load<u32>(DISTANCE_TABLE + ((<usize>load<u64>(BITS) & 127) << 2))
    take(entry & 0xff)
    const symbol = entry >> 16
    if (symbol < 16) {
      store<u8>(LENGTHS + index, <u8>symbol)
      before = symbol
      index++
      continue
    }
    if (symbol === 16 && index === 0) return false
    if (symbol > 16) before = 0
    const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7)
    if (index + times > all) return false
    memory.fill(LENGTHS + index, <u8>before, times)
    index += times
  }
  // A block without a code for its end could not end.
  if (load<u8>(LENGTHS + 256) === 0) return false
  return (
    buildTable(LENGTHS + literals, distances, DISTANCE_TABLE, DISTANCE_BITS, DISTANCES) &&
    buildTable(LENGTHS, literals, LITERAL_TABLE, LITERAL_BITS, LITERALS)
  )
}
