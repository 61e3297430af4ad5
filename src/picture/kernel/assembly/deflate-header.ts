import { findCodeLengths } from './code-lengths'
import { putBits } from './deflate-bits'
import {
  DISTANCES,
  FIRST_LENGTH,
  LENGTH_SYMBOLS,
  LENGTHS,
  PACKED,
  PACKED_CODES,
  PACKED_FREQUENCIES,
  PACKED_LENGTHS,
  SYMBOLS,
} from './deflate-memory'
import { CODE_LENGTH, CODE_SHIFT, findCodes } from './huffman-codes'
import { codeLengthAt } from './inflate-header'

/** The longest code for lengths of codes. */
const LONGEST: u32 = 7

/** Symbols for the length before, three to six times more, and for 3 to 10 and 11 to 138 zeros (RFC 1951, 3.2.7). */
const REPEAT: u32 = 16
const ZEROS: u32 = 17
const MANY_ZEROS: u32 = 18

/** What a block's head declares at least: the lengths for 16, 17, 18 and 0 are always there. */
const LEAST_DECLARED: u32 = 4

/** What a head is written with; it is the one that was packed last. */
let packedEnd: usize = 0
let literals: u32 = 0
let declared: u32 = 0

/**
 * Packs the lengths of a block's codes.
 * @returns the bits that they will take
 */
export function packLengths(work: usize): u32 {
  const lengths = work + LENGTHS
  literals = SYMBOLS
  while (literals > FIRST_LENGTH && load<u8>(lengths + literals - 1) === 0) literals--
  memory.fill(work + PACKED_FREQUENCIES, 0, (<usize>LENGTH_SYMBOLS) << 2)
  packedEnd = work + PACKED
  for (let symbol: u32 = 0; symbol < literals; ) symbol += packFrom(lengths + symbol, literals - symbol, work)
  for (let distance: u32 = 0; distance < DISTANCES; distance++) pack(1, 0, work)

  findCodeLengths(work + PACKED_FREQUENCIES, LENGTH_SYMBOLS, LONGEST, work + PACKED_LENGTHS, work)
  declared = LENGTH_SYMBOLS
  while (declared > LEAST_DECLARED && load<u8>(work + PACKED_LENGTHS + codeLengthAt(declared - 1)) === 0) declared--
  let bits = 5 + 5 + 4 + 3 * declared
  for (let symbol: u32 = 0; symbol < LENGTH_SYMBOLS; symbol++) {
    const frequency = load<u32>(work + PACKED_FREQUENCIES + ((<usize>symbol) << 2))
    bits += frequency * (load<u8>(work + PACKED_LENGTHS + symbol) + extraBitsOf(symbol))
  }
  return bits
}

/** Writes what was packed last. */
export function putLengths(work: usize): void {
  putBits(literals - 257, 5)
  putBits(DISTANCES - 1, 5)
  putBits(declared - LEAST_DECLARED, 4)
  for (let index: u32 = 0; index < declared; index++) putBits(load<u8>(work + PACKED_LENGTHS + codeLengthAt(index)), 3)
  findCodes(work + PACKED_LENGTHS, LENGTH_SYMBOLS, work + PACKED_CODES)
  for (let at = work + PACKED; at < packedEnd; at += 2) {
    const symbol = <u32>load<u8>(at)
    const code = load<u32>(work + PACKED_CODES + ((<usize>symbol) << 2))
    putBits(code >> CODE_SHIFT, code & CODE_LENGTH)
    putBits(load<u8>(at, 1), extraBitsOf(symbol))
  }
}

/** Packs the next length and those after it that are the same. Gives how many they are, of at most `left`. */
function packFrom(at: usize, left: u32, work: usize): u32 {
  const length = <u32>load<u8>(at)
  let same: u32 = 1
  while (same < left && load<u8>(at + same) === length) same++
  if (length === 0) return packZeros(min<u32>(same, 138), work)
  pack(length, 0, work)
  const repeated = min<u32>(same - 1, 6)
  if (repeated < 3) return 1
  pack(REPEAT, repeated - 3, work)
  return 1 + repeated
}

function packZeros(zeros: u32, work: usize): u32 {
  if (zeros < 3) {
    pack(0, 0, work)
    return 1
  }
  if (zeros > 10) pack(MANY_ZEROS, zeros - 11, work)
  else pack(ZEROS, zeros - 3, work)
  return zeros
}

function pack(symbol: u32, extra: u32, work: usize): void {
  const frequency = work + PACKED_FREQUENCIES + ((<usize>symbol) << 2)
  store<u32>(frequency, load<u32>(frequency) + 1)
  store<u8>(packedEnd, <u8>symbol)
  store<u8>(packedEnd, <u8>extra, 1)
  packedEnd += 2
}

function extraBitsOf(symbol: u32): u32 {
  if (symbol < REPEAT) return 0
  if (symbol === REPEAT) return 2
  return symbol === ZEROS ? 3 : 7
}
