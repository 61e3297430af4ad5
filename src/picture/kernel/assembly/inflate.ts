import { inflateCodes } from './inflate-codes'
import { readHeader } from './inflate-header'
import {
  BIT_COUNT,
  BITS,
  CODED,
  END,
  HEADER,
  INPUT,
  IS_DONE,
  IS_FULL,
  IS_LAST,
  IS_MALFORMED,
  OUTPUT,
  READ_AHEAD,
  STEP,
  STORED_LEFT,
  WANTS_INPUT,
} from './inflate-state'

/** Bytes that a block's header can have, and that one step of coded data reads at most, refilled twice. */
const LONGEST_HEADER: usize = 640
const LONGEST_STEP: usize = 32

/**
 * Inflates deflated data (RFC 1951) until the output is full, the input used up or the stream at its end.
 * @param end of the input that is there. When `isAll` (nothing follows), 64 zero bytes stand after it
 * @param base the oldest byte that can be referred to; at least the last 32 KiB are kept
 * @param full where the output is full; up to 320 bytes after it are overwritten, some of them with more output
 */
export function inflate(end: usize, isAll: bool, base: usize, full: usize): i32 {
  while (true) {
    const step = load<i32>(STEP)
    if (step === END) {
      const at = load<u32>(INPUT) - (load<u32>(BIT_COUNT) >> 3)
      if (at > end) return isAll ? IS_MALFORMED : WANTS_INPUT
      store<u32>(INPUT, at)
      store<u32>(BIT_COUNT, 0)
      store<u64>(BITS, 0)
      return IS_DONE
    }
    if (load<u32>(OUTPUT) >= full) return IS_FULL
    if (step === HEADER) {
      if (!isAll && load<u32>(INPUT) + LONGEST_HEADER > end) return WANTS_INPUT
      if (!readHeader(end)) return IS_MALFORMED
    } else if (step === CODED) {
      const limit = isAll ? end + READ_AHEAD + 1 : end - LONGEST_STEP
      const answer = inflateCodes(limit, base, full)
      if (answer === IS_MALFORMED || (isAll && answer === WANTS_INPUT)) return IS_MALFORMED
      if (answer !== IS_DONE) return answer
      endBlock()
    } else {
      copyStored(end, full)
      if (load<u32>(STORED_LEFT) > 0) {
        if (load<u32>(OUTPUT) >= full) return IS_FULL
        return isAll ? IS_MALFORMED : WANTS_INPUT
      }
      endBlock()
    }
  }
}

function endBlock(): void {
  store<i32>(STEP, load<i32>(IS_LAST) ? END : HEADER)
}

function copyStored(end: usize, full: usize): void {
  const from = <usize>load<u32>(INPUT)
  const to = <usize>load<u32>(OUTPUT)
  const left = <usize>load<u32>(STORED_LEFT)
  const bytes = min<usize>(left, min<usize>(end - from, full - to))
  memory.copy(to, from, bytes)
  store<u32>(INPUT, from + bytes)
  store<u32>(OUTPUT, to + bytes)
  store<u32>(STORED_LEFT, left - bytes)
}
