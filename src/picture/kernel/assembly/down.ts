import { fromFixed, narrowed } from './fixed-point'

/**
 * Two rows of 16-bit samples into one row of pairs, sample by sample, for {@link down}.
 * @param bytes of one row, a multiple of 16
 */
export function pair(upper: usize, lower: usize, target: usize, bytes: usize): void {
  const end = upper + bytes
  if (ASC_FEATURE_SIMD) {
    while (upper < end) {
      const above = v128.load(upper)
      const below = v128.load(lower)
      v128.store(target, v128.shuffle<i16>(above, below, 0, 8, 1, 9, 2, 10, 3, 11))
      v128.store(target, v128.shuffle<i16>(above, below, 4, 12, 5, 13, 6, 14, 7, 15), 16)
      upper += 16
      lower += 16
      target += 32
    }
  } else {
    while (upper < end) {
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
 * @param ring where the paired rows are kept, one after another up to `ringEnd`, then from `ring` again
 * @param first the paired row that the window begins with
 * @param weights `pairs` pairs of weights (i16, 14 bits of fraction)
 * @param bytes of the target row, a multiple of 64; a paired row has twice as many
 */
export function down(
  ring: usize,
  ringEnd: usize,
  first: usize,
  weights: usize,
  pairs: i32,
  target: usize,
  bytes: usize,
): void {
  const weightsEnd = weights + ((<usize>pairs) << 2)
  const size = ringEnd - ring
  const stride = bytes << 1
  if (ASC_FEATURE_SIMD) {
    for (let column: usize = 0; column < bytes; column += 64) {
      eightPixels(size, ringEnd, first, column << 1, stride, weights, weightsEnd, target + column)
    }
  } else {
    for (let column: usize = 0; column < bytes; column += 2) {
      let sum: i32 = 0
      let at = first
      for (let weight = weights; weight < weightsEnd; weight += 4) {
        const from = at + (column << 1)
        sum += <i32>load<i16>(from) * <i32>load<i16>(weight) + <i32>load<i16>(from, 2) * <i32>load<i16>(weight, 2)
        at += stride
        if (at === ringEnd) at -= size
      }
      store<i16>(target + column, fromFixed(sum))
    }
  }
}

function eightPixels(
  size: usize,
  ringEnd: usize,
  first: usize,
  column: usize,
  stride: usize,
  weights: usize,
  weightsEnd: usize,
  target: usize,
): void {
  let sum0 = i32x4.splat(0)
  let sum1 = i32x4.splat(0)
  let sum2 = i32x4.splat(0)
  let sum3 = i32x4.splat(0)
  let sum4 = i32x4.splat(0)
  let sum5 = i32x4.splat(0)
  let sum6 = i32x4.splat(0)
  let sum7 = i32x4.splat(0)
  let at = first
  while (weights < weightsEnd) {
    const both = v128.load_splat<u32>(weights)
    const from = at + column
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(v128.load(from), both))
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(v128.load(from, 16), both))
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(v128.load(from, 32), both))
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(v128.load(from, 48), both))
    sum4 = i32x4.add(sum4, i32x4.dot_i16x8_s(v128.load(from, 64), both))
    sum5 = i32x4.add(sum5, i32x4.dot_i16x8_s(v128.load(from, 80), both))
    sum6 = i32x4.add(sum6, i32x4.dot_i16x8_s(v128.load(from, 96), both))
    sum7 = i32x4.add(sum7, i32x4.dot_i16x8_s(v128.load(from, 112), both))
    weights += 4
    at += stride
    if (at === ringEnd) at -= size
  }
  v128.store(target, narrowed(sum0, sum1))
  v128.store(target, narrowed(sum2, sum3), 16)
  v128.store(target, narrowed(sum4, sum5), 32)
  v128.store(target, narrowed(sum6, sum7), 48)
}
