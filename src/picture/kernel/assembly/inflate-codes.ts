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

const LITERAL_MASK: u64 = (1 << LITERAL_BITS) - 1
const DISTANCE_MASK: u64 = (1 << DISTANCE_BITS) - 1

/**
 * The literals and matches of a block: up to its end, until the input is read up to `limit` or the output is `full`.
 *
 * The way is libdeflate's: a buffer of 64 bits is filled to at least 56 of them, without a question, by reading eight
 * bytes and going on by those that fitted; the next entry is looked up before that, so that nothing waits for it. Four
 * literals from the table, or three and a length (33 + 20 bits), come out of one filling. A shift takes its count from
 * the lowest six bits of an entry and `count` has its own in its lowest eight: what stands above them does not matter.
 */
export function inflateCodes(state: usize, limit: usize, base: usize, full: usize): i32 {
  const literals = state + LITERAL_TABLE
  const distances = state + DISTANCE_TABLE
  let at = <usize>load<u32>(state, INPUT)
  let out = <usize>load<u32>(state, OUTPUT)
  let bits = load<u64>(state, BITS)
  let count = load<u32>(state, BIT_COUNT)
  let answer = WANTS_INPUT
  bits |= load<u64>(at) << count
  at += 7 - ((count >> 3) & 7)
  count |= 56
  let entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
  while (at < limit && out < full) {
    bits |= load<u64>(at) << count
    at += 7 - ((count >> 3) & 7)
    count |= 56
    if (<i32>entry < 0) {
      bits >>= entry
      count -= entry
      store<u8>(out, entry >> 16)
      out++
      entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
      if (<i32>entry < 0) {
        bits >>= entry
        count -= entry
        store<u8>(out, entry >> 16)
        out++
        entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
        if (<i32>entry < 0) {
          bits >>= entry
          count -= entry
          store<u8>(out, entry >> 16)
          out++
          entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
          if (<i32>entry < 0) {
            bits >>= entry
            count -= entry
            store<u8>(out, entry >> 16)
            out++
            entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
            continue
          }
        }
      }
    }
    if (entry & EXCEPTIONAL) {
      if (entry & SUBTABLE) {
        bits >>= entry
        count -= entry
        entry = load<u32>(literals + ((<usize>(entry >> 16) + (<usize>bits & ((1 << ((entry >> 8) & 15)) - 1))) << 2))
        if (<i32>entry < 0) {
          bits >>= entry
          count -= entry
          store<u8>(out, entry >> 16)
          out++
          bits |= load<u64>(at) << count
          at += 7 - ((count >> 3) & 7)
          count |= 56
          entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
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
    const length = <usize>(entry >> 16) + <usize>((bits & (((<u64>1) << entry) - 1)) >> (entry >> 8))
    bits >>= entry
    count -= entry
    bits |= load<u64>(at) << count
    at += 7 - ((count >> 3) & 7)
    count |= 56
    entry = load<u32>(distances + ((<usize>(bits & DISTANCE_MASK)) << 2))
    if (entry & EXCEPTIONAL) {
      if (entry & SUBTABLE) {
        bits >>= entry
        count -= entry
        entry = load<u32>(distances + ((<usize>(entry >> 16) + (<usize>bits & ((1 << ((entry >> 8) & 15)) - 1))) << 2))
      }
      if (entry & EXCEPTIONAL) {
        answer = IS_MALFORMED
        break
      }
    }
    const distance = <usize>(entry >> 16) + <usize>((bits & (((<u64>1) << entry) - 1)) >> (entry >> 8))
    bits >>= entry
    count -= entry
    entry = load<u32>(literals + ((<usize>(bits & LITERAL_MASK)) << 2))
    if (distance > out - base) {
      answer = IS_MALFORMED
      break
    }
    copyMatch(out, distance, length)
    out += length
  }
  store<u32>(state, at, INPUT)
  store<u32>(state, out, OUTPUT)
  store<u64>(state, bits, BITS)
  store<u32>(state, count & 0xff, BIT_COUNT)
  return answer === WANTS_INPUT && out >= full ? IS_FULL : answer
}
