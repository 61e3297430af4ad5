import { fromFixed, narrowed } from './fixed-point'

/**
 * Filters four paired rows along their length, for the columns of the result.
 * @param rows the first row; the others follow `rowStride` bytes after one another
 * @param target rows of RGBA of 16 bits, `targetStride` bytes apart
 * @param starts for each column, the pair of pixels that its window begins with (u32)
 * @param weights for each column, `pairs` pairs of weights (i16, 14 bits of fraction)
 */
export function across(
  rows: usize,
  rowStride: usize,
  target: usize,
  targetStride: usize,
  starts: usize,
  weights: usize,
  pairs: i32,
  width: i32,
): void {
  const window = (<usize>pairs) << 2
  const end = starts + ((<usize>width) << 2)
  while (starts < end) {
    const from = rows + ((<usize>load<u32>(starts)) << 4)
    if (ASC_FEATURE_SIMD) fourRows(from, rowStride, target, targetStride, weights, window)
    else {
      for (let row: usize = 0; row < 4; row++) {
        oneRow(from + row * rowStride, target + row * targetStride, weights, window)
      }
    }
    starts += 4
    target += 8
    weights += window
  }
}

/** One column of the result in four rows at a time: the weights are loaded once, the four sums do not wait for each other. */
function fourRows(
  from: usize,
  rowStride: usize,
  target: usize,
  targetStride: usize,
  weights: usize,
  window: usize,
): void {
  let at0 = from
  let at1 = from + rowStride
  let at2 = at1 + rowStride
  let at3 = at2 + rowStride
  let sum0 = i32x4.splat(0)
  let sum1 = i32x4.splat(0)
  let sum2 = i32x4.splat(0)
  let sum3 = i32x4.splat(0)
  const end = weights + window
  while (weights < end) {
    const both = v128.load_splat<u32>(weights)
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(v128.load(at0), both))
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(v128.load(at1), both))
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(v128.load(at2), both))
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(v128.load(at3), both))
    weights += 4
    at0 += 16
    at1 += 16
    at2 += 16
    at3 += 16
  }
  const first = narrowed(sum0, sum1)
  const second = narrowed(sum2, sum3)
  v128.store_lane<u64>(target, first, 0)
  v128.store_lane<u64>(target + targetStride, first, 1)
  v128.store_lane<u64>(target + 2 * targetStride, second, 0)
  v128.store_lane<u64>(target + 3 * targetStride, second, 1)
}

function oneRow(from: usize, target: usize, weights: usize, window: usize): void {
  for (let channel: usize = 0; channel < 4; channel++) {
    let at = from + (channel << 2)
    let sum: i32 = 0
    for (let weight = weights; weight < weights + window; weight += 4) {
      sum += <i32>load<i16>(at) * <i32>load<i16>(weight) + <i32>load<i16>(at, 2) * <i32>load<i16>(weight, 2)
      at += 16
    }
    store<i16>(target + (channel << 1), fromFixed(sum))
  }
}
