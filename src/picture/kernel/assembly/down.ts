import { fromFixed, narrowed } from './fixed-point'

/** Bytes of 16-bit samples that are filtered downwards at a time: eight pixels. */
const TILE: usize = 64

/** Bytes of a tile of two rows. */
const PAIRED_TILE: usize = 2 * TILE

/**
 * Puts two rows of 16-bit samples into the ring that {@link down} reads, as pairs of samples: the tiles of one row are
 * `pairs` paired tiles apart, those below each other lie side by side. Reading is what happens often.
 * @param target the first tile's place in the ring
 * @param pairs of rows in the ring
 * @param bytes of one row, a multiple of 64
 */
export function pair(upper: usize, lower: usize, target: usize, pairs: i32, bytes: usize): void {
  const end = upper + bytes
  const stride = <usize>pairs * PAIRED_TILE
  while (upper < end) {
    pairTile(upper, lower, target)
    upper += TILE
    lower += TILE
    target += stride
  }
}

function pairTile(upper: usize, lower: usize, target: usize): void {
  const end = upper + TILE
  while (upper < end) {
    if (ASC_FEATURE_SIMD) {
      const above = v128.load(upper)
      const below = v128.load(lower)
      v128.store(target, v128.shuffle<i16>(above, below, 0, 8, 1, 9, 2, 10, 3, 11))
      v128.store(target, v128.shuffle<i16>(above, below, 4, 12, 5, 13, 6, 14, 7, 15), 16)
      upper += 16
      lower += 16
      target += 32
    } else {
      store<i16>(target, load<i16>(upper))
      store<i16>(target, load<i16>(lower), 2)
      upper += 2
      lower += 2
      target += 4
    }
  }
}

/**
 * Filters paired rows downwards: one row of the result.
 * @param ring `pairs` paired rows, as {@link pair} laid them
 * @param first the place in the ring of the window's first paired row; after the ring's last one comes its first one
 * @param weights `pairs` pairs of weights (i16, 14 bits of fraction)
 * @param bytes of the target row, a multiple of 64
 */
export function down(ring: usize, first: i32, weights: usize, pairs: i32, target: usize, bytes: usize): void {
  const size = <usize>pairs * PAIRED_TILE
  const offset = <usize>first * PAIRED_TILE
  const end = target + bytes
  while (target < end) {
    if (ASC_FEATURE_SIMD) downTile(ring + offset, ring + size, size, weights, target)
    else {
      for (let sample: usize = 0; sample < TILE; sample += 2) {
        store<i16>(target + sample, downSample(ring + offset, ring + size, size, weights, sample << 1))
      }
    }
    ring += size
    target += TILE
  }
}

function downSample(at: usize, end: usize, size: usize, weights: usize, offset: usize): i16 {
  let sum: i32 = 0
  for (let done: usize = 0; done < size; done += PAIRED_TILE) {
    const from = at + offset
    sum += <i32>load<i16>(from) * <i32>load<i16>(weights) + <i32>load<i16>(from, 2) * <i32>load<i16>(weights, 2)
    weights += 4
    at += PAIRED_TILE
    if (at === end) at -= size
  }
  return fromFixed(sum)
}

function downTile(at: usize, end: usize, size: usize, weights: usize, target: usize): void {
  let sum0 = i32x4.splat(0)
  let sum1 = i32x4.splat(0)
  let sum2 = i32x4.splat(0)
  let sum3 = i32x4.splat(0)
  let sum4 = i32x4.splat(0)
  let sum5 = i32x4.splat(0)
  let sum6 = i32x4.splat(0)
  let sum7 = i32x4.splat(0)
  for (let done: usize = 0; done < size; done += PAIRED_TILE) {
    const both = v128.load_splat<u32>(weights)
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(v128.load(at), both))
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(v128.load(at, 16), both))
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(v128.load(at, 32), both))
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(v128.load(at, 48), both))
    sum4 = i32x4.add(sum4, i32x4.dot_i16x8_s(v128.load(at, 64), both))
    sum5 = i32x4.add(sum5, i32x4.dot_i16x8_s(v128.load(at, 80), both))
    sum6 = i32x4.add(sum6, i32x4.dot_i16x8_s(v128.load(at, 96), both))
    sum7 = i32x4.add(sum7, i32x4.dot_i16x8_s(v128.load(at, 112), both))
    weights += 4
    at += PAIRED_TILE
    if (at === end) at -= size
  }
  v128.store(target, narrowed(sum0, sum1))
  v128.store(target, narrowed(sum2, sum3), 16)
  v128.store(target, narrowed(sum4, sum5), 32)
  v128.store(target, narrowed(sum6, sum7), 48)
}
