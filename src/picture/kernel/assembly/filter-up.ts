/** PNG's filter type 2 (PNG specification, 9.2). */
const UP: u8 = 2

/**
 * PNG filter type 2: each byte less the one above it.
 * @param source rows of pixels; the row above the first one lies right before it
 * @param target scanlines: the filter's byte, then the row. Up to 15 bytes after the last one are overwritten.
 */
export function filterUp(source: usize, target: usize, rowBytes: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    store<u8>(target, UP)
    target += 1
    if (ASC_FEATURE_SIMD) {
      for (let at: usize = 0; at < rowBytes; at += 16) {
        v128.store(target + at, i8x16.sub(v128.load(source + at), v128.load(source + at - rowBytes)))
      }
    } else {
      for (let at: usize = 0; at < rowBytes; at++) {
        store<u8>(target + at, load<u8>(source + at) - load<u8>(source + at - rowBytes))
      }
    }
    source += rowBytes
    target += rowBytes
  }
}
