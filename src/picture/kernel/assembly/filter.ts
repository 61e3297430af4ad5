import { predict } from './paeth'
import { averageOf, nearestOf } from './predictions'

const NONE: u8 = 0
const SUB: u8 = 1
const UP: u8 = 2
const AVERAGE: u8 = 3
const PAETH: u8 = 4

/**
 * Puts PNG's filters on rows: for each of them the one with the least sum of absolute differences, the heuristic of the
 * PNG specification (12.7); the lower type of equal ones.
 * @param source rows of pixels; the row above the first one lies right before it
 * @param target scanlines: the filter's byte, then the row
 * @param bytesPerPixel 1 to 8
 *
 * Whole vectors are read and written: up to 15 bytes around the source and after the target are touched.
 */
export function filter(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const type = ASC_FEATURE_SIMD ? best(source, rowBytes, bytesPerPixel) : bestByBytes(source, rowBytes, bytesPerPixel)
    store<u8>(target, type)
    target += 1
    if (ASC_FEATURE_SIMD) differences(type, source, target, rowBytes, bytesPerPixel)
    else {
      for (let at: usize = 0; at < rowBytes; at++)
        store<u8>(target + at, difference(type, source, at, rowBytes, bytesPerPixel))
    }
    source += rowBytes
    target += rowBytes
  }
}

/** The type of the least sum; the sums come in the order of the types. */
function leastOf(none: i32, sub: i32, up: i32, average: i32, paeth: i32): u8 {
  let type = NONE
  let least = none
  if (sub < least) {
    type = SUB
    least = sub
  }
  if (up < least) {
    type = UP
    least = up
  }
  if (average < least) {
    type = AVERAGE
    least = average
  }
  return paeth < least ? PAETH : type
}

function best(source: usize, rowBytes: usize, bytesPerPixel: usize): u8 {
  let none = i32x4.splat(0)
  let sub = i32x4.splat(0)
  let up = i32x4.splat(0)
  let average = i32x4.splat(0)
  let paeth = i32x4.splat(0)
  let hasBefore = lanesFrom(bytesPerPixel)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const inside = v128.not(lanesFrom(min<usize>(rowBytes - at, 16)))
    const pixels = v128.load(source + at)
    const above = v128.load(source + at - rowBytes)
    const before = v128.and(v128.load(source + at - bytesPerPixel), hasBefore)
    const aboveBefore = v128.and(v128.load(source + at - rowBytes - bytesPerPixel), hasBefore)
    hasBefore = i8x16.splat(-1)
    none = i32x4.add(none, sizes(v128.and(pixels, inside)))
    sub = i32x4.add(sub, sizes(v128.and(i8x16.sub(pixels, before), inside)))
    up = i32x4.add(up, sizes(v128.and(i8x16.sub(pixels, above), inside)))
    average = i32x4.add(average, sizes(v128.and(i8x16.sub(pixels, averageOf(before, above)), inside)))
    paeth = i32x4.add(paeth, sizes(v128.and(i8x16.sub(pixels, nearestOf(before, above, aboveBefore)), inside)))
  }
  return leastOf(total(none), total(sub), total(up), total(average), total(paeth))
}

function differences(type: u8, source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  let hasBefore = lanesFrom(bytesPerPixel)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const above = v128.load(source + at - rowBytes)
    const before = v128.and(v128.load(source + at - bytesPerPixel), hasBefore)
    const aboveBefore = v128.and(v128.load(source + at - rowBytes - bytesPerPixel), hasBefore)
    hasBefore = i8x16.splat(-1)
    let predicted = i8x16.splat(0)
    if (type === SUB) predicted = before
    else if (type === UP) predicted = above
    else if (type === AVERAGE) predicted = averageOf(before, above)
    else if (type === PAETH) predicted = nearestOf(before, above, aboveBefore)
    v128.store(target + at, i8x16.sub(v128.load(source + at), predicted))
  }
}

/** All ones from a lane on, zeros before it. */
function lanesFrom(first: usize): v128 {
  return i8x16.ge_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>first))
}

/** The sixteen differences' distances from 0, in four sums. */
function sizes(differences: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(i8x16.abs(differences)))
}

function total(sums: v128): i32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  )
}

/** {@link best} without vectors. */
function bestByBytes(source: usize, rowBytes: usize, bytesPerPixel: usize): u8 {
  return leastOf(
    sumOf(NONE, source, rowBytes, bytesPerPixel),
    sumOf(SUB, source, rowBytes, bytesPerPixel),
    sumOf(UP, source, rowBytes, bytesPerPixel),
    sumOf(AVERAGE, source, rowBytes, bytesPerPixel),
    sumOf(PAETH, source, rowBytes, bytesPerPixel),
  )
}

function sumOf(type: u8, source: usize, rowBytes: usize, bytesPerPixel: usize): i32 {
  let sum: i32 = 0
  for (let at: usize = 0; at < rowBytes; at++) {
    const distance = <i32>difference(type, source, at, rowBytes, bytesPerPixel)
    sum += min<i32>(distance, 256 - distance)
  }
  return sum
}

function difference(type: u8, source: usize, at: usize, rowBytes: usize, bytesPerPixel: usize): u8 {
  const hasBefore = at >= bytesPerPixel
  const above = <i32>load<u8>(source + at - rowBytes)
  const before = hasBefore ? <i32>load<u8>(source + at - bytesPerPixel) : 0
  const aboveBefore = hasBefore ? <i32>load<u8>(source + at - rowBytes - bytesPerPixel) : 0
  let predicted: i32 = 0
  if (type === SUB) predicted = before
  else if (type === UP) predicted = above
  else if (type === AVERAGE) predicted = (before + above) >> 1
  else if (type === PAETH) predicted = predict(before, above, aboveBefore)
  return <u8>(<i32>load<u8>(source + at) - predicted)
}
