import { copyMatch } from './copy-match'
import { END_OF_BLOCK, EXCEPTIONAL, SUBTABLE } from './huffman'
import {
  BIT_COUNT,
  BITS,
  DISTANCE_BITS,
  DISTANCE_TABLE,
  INPUT,
  IS_DONE,
  IS_FULL,
  IS_MALFORMED,
  LITERAL_BITS,
  LITERAL_TABLE,
  OUTPUT,
  WANTS_INPUT,
} from './inflate-state'

/** Bits in front of the ones that come next, so that these are the place of an entry, in bytes, as they stand. */
const BEFORE: u32 = 2

const LITERAL_MASK: usize = ((1 << LITERAL_BITS) - 1) << BEFORE
const DISTANCE_MASK: usize = ((1 << DISTANCE_BITS) - 1) << BEFORE

/**
 * The literals and matches of a block: up to its end, until the input is read up to `limit` or the output is `full`.
 *
 * The way is libdeflate's: a buffer of 64 bits is filled to at least 56 of them, without a question, by reading eight
 * bytes and going on by those that fitted; the next entry is looked up before that, so that nothing waits for it. Four
 * literals from the table, or three and a length (33 + 20 bits), come out of one filling, two bits of which are
 * {@link BEFORE}. A shift takes its count from the lowest six bits of an entry and `count` has its own in its lowest eight:
 * what stands above them does not matter.
 */
export function inflateCodes(limit: usize, base: usize, full: usize): i32 {
  let at = <usize>load<u32>(INPUT)
  let out = <usize>load<u32>(OUTPUT)
  let count = load<u32>(BIT_COUNT)
  at -= count >> 3
  count &= 7
  let bits = (load<u64>(BITS) & ((1 << count) - 1)) << BEFORE
  count += BEFORE
  let answer = WANTS_INPUT
  bits |= load<u64>(at) << count
  at += 7 - ((count >> 3) & 7)
  count |= 56
  let entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
  while (at < limit && out < full) {
    bits |= load<u64>(at) << count
    at += 7 - ((count >> 3) & 7)
    count |= 56
    if (<i32>entry < 0) {
      bits >>= entry
      count -= entry
      store<u8>(out, entry >> 16)
      out++
      entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
      if (<i32>entry < 0) {
        bits >>= entry
        count -= entry
        store<u8>(out, entry >> 16)
        out++
        entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
        if (<i32>entry < 0) {
          bits >>= entry
          count -= entry
          store<u8>(out, entry >> 16)
          out++
          entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
          if (<i32>entry < 0) {
            bits >>= entry
            count -= entry
            store<u8>(out, entry >> 16)
            out++
            entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
            continue
          }
        }
      }
    }
    if (entry & EXCEPTIONAL) {
      if (entry & SUBTABLE) {
        bits >>= entry
        count -= entry
        entry = load<u32>(LITERAL_TABLE + placeInSubtable(entry, bits))
        if (<i32>entry < 0) {
          bits >>= entry
          count -= entry
          store<u8>(out, entry >> 16)
          out++
          bits |= load<u64>(at) << count
          at += 7 - ((count >> 3) & 7)
          count |= 56
          entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
          continue
        }
      }
      if (entry & EXCEPTIONAL) {
        bits >>= entry
        count -= entry
        answer = entry & END_OF_BLOCK ? IS_DONE : IS_MALFORMED
        break
      }
    }
    const length = lengthOrDistance(entry, bits)
    bits >>= entry
    count -= entry
    bits |= load<u64>(at) << count
    at += 7 - ((count >> 3) & 7)
    count |= 56
    entry = load<u32>(DISTANCE_TABLE + (<usize>bits & DISTANCE_MASK))
    if (entry & EXCEPTIONAL) {
      if (entry & SUBTABLE) {
        bits >>= entry
        count -= entry
        entry = load<u32>(DISTANCE_TABLE + placeInSubtable(entry, bits))
      }
      if (entry & EXCEPTIONAL) {
        answer = IS_MALFORMED
        break
      }
    }
    const distance = lengthOrDistance(entry, bits)
    bits >>= entry
    count -= entry
    entry = load<u32>(LITERAL_TABLE + (<usize>bits & LITERAL_MASK))
    if (distance > out - base) {
      answer = IS_MALFORMED
      break
    }
    copyMatch(out, distance, length)
    out += length
  }
  count = (count & 63) - BEFORE
  store<u32>(INPUT, at - (count >> 3))
  store<u32>(OUTPUT, out)
  store<u64>(BITS, bits >> BEFORE)
  store<u32>(BIT_COUNT, count & 7)
  return answer === WANTS_INPUT && out >= full ? IS_FULL : answer
}

/** Where the entry of a longer code is, from the beginning of its table on. */
function placeInSubtable(entry: u32, bits: u64): usize {
  return ((entry >> 16) << BEFORE) + (<usize>bits & (((1 << ((entry >> 8) & 15)) - 1) << BEFORE))
}

/** A length or a distance: the entry's value, and more by the extra bits that follow the code. */
function lengthOrDistance(entry: u32, bits: u64): usize {
  return (entry >> 16) + <usize>(((bits >> BEFORE) & (((<u64>1) << entry) - 1)) >> (entry >> 8))
}
