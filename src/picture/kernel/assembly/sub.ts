import { holdsPixel } from './pixel-size'

/** PNG filter type 1. */
export function sub(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  if (ASC_FEATURE_SIMD) {
    if (holdsPixel<u32>(bytesPerPixel)) pixels<u32>(source, target, rowBytes, bytesPerPixel)
    else if (holdsPixel<u64>(bytesPerPixel)) pixels<u64>(source, target, rowBytes, bytesPerPixel)
    else bytes(source, target, rowBytes, bytesPerPixel)
  } else bytes(source, target, rowBytes, bytesPerPixel)
}

/** One byte after another. */
function bytes(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  for (let at: usize = 0; at < rowBytes; at++) {
    const before = at < bytesPerPixel ? 0 : load<u8>(target + at - bytesPerPixel)
    store<u8>(target + at, load<u8>(source + at) + before)
  }
}

/** One pixel after another; `T` holds a pixel, what it has too much is overwritten by the next one. */
function pixels<T>(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize): void {
  let before = i8x16.splat(0)
  for (let at: usize = 0; at < rowBytes; at += bytesPerPixel) {
    before = i8x16.add(before, v128.load_zero<T>(source + at))
    v128.store_lane<T>(target + at, before, 0)
  }
}
