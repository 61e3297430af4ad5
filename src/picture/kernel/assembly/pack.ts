const PIXEL: usize = 4

/**
 * Packs pixels of RGBA tightly to the samples that they need: 1 for grey (the red ones), 2 for grey and alpha, 3 for
 * red, green and blue.
 *
 * Whole vectors are read and written: up to 15 bytes after the target are touched.
 */
export function pack(source: usize, target: usize, pixels: usize, samples: usize): void {
  const end = source + pixels * PIXEL
  if (ASC_FEATURE_SIMD) {
    const order = orderOf(samples)
    for (; source < end; source += 16) {
      v128.store(target, i8x16.swizzle(v128.load(source), order))
      target += 4 * samples
    }
  } else {
    for (; source < end; source += PIXEL) {
      store<u8>(target, load<u8>(source))
      if (samples === 2) store<u8>(target, load<u8>(source, 3), 1)
      else if (samples === 3) store<u16>(target, load<u16>(source, 1), 1)
      target += samples
    }
  }
}

/** Which bytes of four pixels are taken. */
function orderOf(samples: usize): v128 {
  if (samples === 1) return i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)
  if (samples === 2) return i8x16(0, 3, 4, 7, 8, 11, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1)
  return i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1)
}
