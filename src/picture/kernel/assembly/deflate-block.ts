import { findCodeLengths } from './code-lengths'
import { alignBits, endOfBits, putBits, waitingCount, writeBitsTo } from './deflate-bits'
import { packLengths, putLengths } from './deflate-header'
import { countSymbols } from './deflate-histogram'
import { extraBitsOf } from './deflate-lengths'
import { CODES, FIRST_LENGTH, FREQUENCIES, LENGTHS, LONGEST, RUNS, SYMBOLS } from './deflate-memory'
import { findRuns } from './deflate-runs'
import { findRunCodes, putTokens } from './deflate-tokens'
import { findCodes } from './huffman-codes'

/** Kinds of blocks (RFC 1951, 3.2.3), and the bits of the code for distance 1 in those that have codes. */
const STORED: u32 = 0
const FIXED: u32 = 1
const OWN: u32 = 2
const FIXED_DISTANCE_BITS: u32 = 5
const OWN_DISTANCE_BITS: u32 = 1

/** Deflates a block of at most `BLOCK_BYTES` in the smallest of the three kinds. */
export function putBlock(source: usize, bytes: usize, isLast: u32, work: usize): void {
  findRuns(source, bytes, work)
  countSymbols(source, work)
  const extraBits = countExtraBits(work)

  fixLengths(work + LENGTHS)
  const fixedBits = countBits(FIXED_DISTANCE_BITS, work) + extraBits
  findCodeLengths(work + FREQUENCIES, SYMBOLS, LONGEST, work + LENGTHS, work)
  const ownBits = packLengths(work) + countBits(OWN_DISTANCE_BITS, work) + extraBits
  const storedBits = (-(waitingCount() + 3) & 7) + 32 + ((<u32>bytes) << 3)

  if (storedBits <= min<u32>(ownBits, fixedBits)) putStored(source, bytes, isLast)
  else if (ownBits < fixedBits) {
    putBits(isLast | (OWN << 1), 3)
    putLengths(work)
    putCoded(source, OWN_DISTANCE_BITS, work)
  } else {
    putBits(isLast | (FIXED << 1), 3)
    fixLengths(work + LENGTHS)
    putCoded(source, FIXED_DISTANCE_BITS, work)
  }
}

function putCoded(source: usize, distanceBits: u32, work: usize): void {
  findCodes(work + LENGTHS, SYMBOLS, work + CODES)
  findRunCodes(distanceBits, work)
  putTokens(source, work)
}

function putStored(source: usize, bytes: usize, isLast: u32): void {
  putBits(isLast | (STORED << 1), 3)
  alignBits()
  putBits(<u32>bytes | (~(<u32>bytes) << 16), 32)
  const target = endOfBits()
  memory.copy(target, source, bytes)
  writeBitsTo(target + bytes)
}

/** The lengths of the fixed codes (RFC 1951, 3.2.6). */
function fixLengths(lengths: usize): void {
  memory.fill(lengths, 8, 144)
  memory.fill(lengths + 144, 9, 112)
  memory.fill(lengths + 256, 7, 24)
  memory.fill(lengths + 280, 8, <usize>SYMBOLS - 280)
}

/** The bits of all codes, without the extra ones of lengths. */
function countBits(distanceBits: u32, work: usize): u32 {
  let bits: u32 = 0
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
    const codeBits = <u32>load<u8>(work + LENGTHS + symbol) + (symbol < FIRST_LENGTH ? 0 : distanceBits)
    bits += load<u32>(work + FREQUENCIES + ((<usize>symbol) << 2)) * codeBits
  }
  return bits
}

function countExtraBits(work: usize): u32 {
  let bits: u32 = 0
  for (let run = work + RUNS; (load<u32>(run) & 511) !== 0; run += 4) bits += extraBitsOf(load<u32>(run) & 511)
  return bits
}
