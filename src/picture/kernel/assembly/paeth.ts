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

/** The Paeth predictor (PNG specification, 9.4). */
function predict(a: i32, b: i32, c: i32): i32 {
  const toA = abs<i32>(b - c)
  const toB = abs<i32>(a - c)
  const toC = abs<i32>(a + b - 2 * c)
  if (toA <= toB && toA <= toC) return a
  return toB <= toC ? b : c
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
    const bLessC = i16x8.sub(b, c)
    const aLessC = i16x8.sub(a, c)
    const toA = i16x8.abs(bLessC)
    const toB = i16x8.abs(aLessC)
    const toC = i16x8.abs(i16x8.add(bLessC, aLessC))
    const least = i16x8.min_s(toC, i16x8.min_s(toA, toB))
    const bOrC = v128.bitselect(b, c, i16x8.eq(least, toB))
    const nearest = v128.bitselect(a, bOrC, i16x8.eq(least, toA))
    a = v128.and(i16x8.add(filtered, nearest), lowByte)
    c = b
    v128.store_lane<T>(target + at, i8x16.narrow_i16x8_u(a, a), 0)
  }
}
