import { RUNS } from './deflate-memory'

/** Lengths that a pointer can have. */
const SHORTEST: usize = 3
const FARTHEST: usize = 258

/**
 * Finds the runs in a block: three to 258 bytes that are all like the one before them. The first byte is none: what came
 * before a block is not looked at.
 *
 * Up to 17 bytes after the block are read; what they are changes nothing.
 */
export function findRuns(source: usize, bytes: usize, work: usize): void {
  const end = source + bytes
  let run = work + RUNS
  let at = source + 1
  while (at + SHORTEST <= end) {
    if (ASC_FEATURE_SIMD) {
      const first = v128.load(at)
      const second = v128.load(at, 1)
      const inRun = v128.and(
        v128.and(i8x16.eq(first, v128.load(at - 1)), i8x16.eq(first, second)),
        i8x16.eq(second, v128.load(at, 2)),
      )
      if (!v128.any_true(inRun)) {
        at += 16
        continue
      }
      at += ctz(i8x16.bitmask(inRun))
      if (at + SHORTEST > end) break
    } else if (!beginsRun(at)) {
      at++
      continue
    }
    const length = lengthOf(at, min<usize>(end - at, FARTHEST))
    store<u32>(run, <u32>(((at - source) << 9) | length))
    run += 4
    at += length
  }
  store<u32>(run, <u32>(bytes << 9))
}

function beginsRun(at: usize): bool {
  const before = load<u8>(at - 1)
  return load<u8>(at) === before && load<u8>(at, 1) === before && load<u8>(at, 2) === before
}

/** How many bytes, at most `most`, are like the one before them. */
function lengthOf(at: usize, most: usize): usize {
  const fourTimes = <u64>(<u32>load<u8>(at - 1) * 0x01010101)
  const repeated = (fourTimes << 32) | fourTimes
  for (let length: usize = 0; length < most; length += 8) {
    const different = load<u64>(at + length) ^ repeated
    if (different !== 0) return min<usize>(length + (<usize>ctz(different) >> 3), most)
  }
  return most
}
