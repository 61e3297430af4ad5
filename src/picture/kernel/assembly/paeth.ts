import { holdsPixel } from './pixel-size'

/** PNG filter type 4. */
export function paeth(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  if (ASC_FEATURE_SIMD) {
    if (holdsPixel<u32>(bytesPerPixel)) pixels<u32>(source, target, rowBytes, bytesPerPixel)
    else if (holdsPixel<u64>(bytesPerPixel)) pixels<u64>(source, target, rowBytes, bytesPerPixel)
    else bytes(source, target, rowBytes, bytesPerPixel)
  } else bytes(source, target, rowBytes, bytesPerPixel)
}

/** One byte after another. */
function bytes(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  const above = target - rowBytes
  for (let at: usize = 0; at < rowBytes; at++) {
    const isFirst = at < bytesPerPixel
    const before = isFirst ? 0 : <i32>load<u8>(target + at - bytesPerPixel)
    const upperBefore = isFirst ? 0 : <i32>load<u8>(above + at - bytesPerPixel)
    const nearest = predict(before, <i32>load<u8>(above + at), upperBefore)
    store<u8>(target + at, <u8>(<i32>load<u8>(source + at) + nearest))
  }
}

/**
 * The Paeth predictor (PNG specification, 9.4) with one threshold instead of three distances: c well above a and b gives
 * the lower of them, c well below gives the higher one, in between it is c itself. Equal for all 2^24 triples, ties too.
 */
export function predict(a: i32, b: i32, c: i32): i32 {
  const threshold = 3 * c - b - a
  const low = min<i32>(a, b)
  const high = max<i32>(a, b)
  if (threshold <= low) return high
  return high <= threshold ? low : c
}

/** One pixel after another; `T` holds a pixel, what it has too much is overwritten by the next one. */
function pixels<T>(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  const above = target - rowBytes
  const lowByte = i16x8.splat(0xff)
  let a = i16x8.splat(0)
  let c = i16x8.splat(0)
  for (let at: usize = 0; at < rowBytes; at += bytesPerPixel) {
    const b = i16x8.extend_low_i8x16_u(v128.load_zero<T>(above + at))
    const filtered = i16x8.extend_low_i8x16_u(v128.load_zero<T>(source + at))
    // As `predict`. What depends on a waits for the pixel before: the fewer steps, the better.
    const threshold = i16x8.sub(i16x8.sub(i16x8.add(i16x8.shl(c, 1), c), b), a)
    const low = i16x8.min_s(a, b)
    const high = i16x8.max_s(a, b)
    const lowOrC = v128.bitselect(c, low, i16x8.gt_s(high, threshold))
    const nearest = v128.bitselect(lowOrC, high, i16x8.gt_s(threshold, low))
    a = v128.and(i16x8.add(filtered, nearest), lowByte)
    c = b
    v128.store_lane<T>(target + at, i8x16.narrow_i16x8_u(a, a), 0)
  }
}
