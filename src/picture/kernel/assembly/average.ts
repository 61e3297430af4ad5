import { holdsPixel } from './pixel-size'

/** PNG filter type 3. */
export function average(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
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
    const before = at < bytesPerPixel ? 0 : <u32>load<u8>(target + at - bytesPerPixel)
    store<u8>(target + at, <u8>(<u32>load<u8>(source + at) + ((before + <u32>load<u8>(above + at)) >> 1)))
  }
}

/** One pixel after another; `T` holds a pixel, what it has too much is overwritten by the next one. */
function pixels<T>(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  const above = target - rowBytes
  const one = i8x16.splat(1)
  let before = i8x16.splat(0)
  for (let at: usize = 0; at < rowBytes; at += bytesPerPixel) {
    const upper = v128.load_zero<T>(above + at)
    // The instruction rounds up, PNG rounds down.
    const roundedUp = v128.and(v128.xor(before, upper), one)
    const average = i8x16.sub(i8x16.avgr_u(before, upper), roundedUp)
    before = i8x16.add(average, v128.load_zero<T>(source + at))
    v128.store_lane<T>(target + at, before, 0)
  }
}
