/**
 * From RGBA of 8 bits to **paired** rows of 16 bits: two pixels after one another, their channels side by side
 * (r0 r1 g0 g1 b0 b1 a0 a1). One dot product of four pairs then weighs both pixels in all channels.
 *
 * Opaque pixels get 6 bits of fraction. Others are premultiplied, a full 255 × 255 becoming 63.75 × 255: what is
 * invisible must not bleed into what is seen.
 *
 * Reads and writes up to the next four pixels.
 */
export function widen(source: usize, target: usize, width: i32, opaque: bool): void {
  if (opaque) widenOpaque(source, target, width)
  else premultiply(source, target, width)
}

function widenOpaque(source: usize, target: usize, width: i32): void {
  const end = source + ((<usize>width) << 2)
  if (ASC_FEATURE_SIMD) {
    const firstTwo = i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1)
    const nextTwo = i8x16(8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1)
    while (source < end) {
      const pixels = v128.load(source)
      const first = v128.swizzle(pixels, firstTwo)
      const second = v128.swizzle(pixels, nextTwo)
      v128.store(target, i16x8.shl(first, 6))
      v128.store(target, i16x8.shl(second, 6), 16)
      source += 16
      target += 32
    }
  } else {
    while (source < end) {
      for (let channel: usize = 0; channel < 4; channel++) {
        store<i16>(target + (channel << 2), (<i16>load<u8>(source + channel)) << 6)
        store<i16>(target + (channel << 2), (<i16>load<u8>(source + channel, 4)) << 6, 2)
      }
      source += 8
      target += 16
    }
  }
}

function premultiply(source: usize, target: usize, width: i32): void {
  const end = source + ((<usize>width) << 2)
  if (ASC_FEATURE_SIMD) {
    const firstTwo = i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1)
    const nextTwo = i8x16(8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1)
    const firstAlphas = i8x16(3, -1, 7, -1, 3, -1, 7, -1, 3, -1, 7, -1, -1, -1, -1, -1)
    const nextAlphas = i8x16(11, -1, 15, -1, 11, -1, 15, -1, 11, -1, 15, -1, -1, -1, -1, -1)
    const alphaBy255 = i16x8(0, 0, 0, 0, 0, 0, 255, 255)
    const half = i16x8.splat(2)
    while (source < end) {
      const pixels = v128.load(source)
      const first = v128.swizzle(pixels, firstTwo)
      const firstBy = v128.or(v128.swizzle(pixels, firstAlphas), alphaBy255)
      const second = v128.swizzle(pixels, nextTwo)
      const secondBy = v128.or(v128.swizzle(pixels, nextAlphas), alphaBy255)
      v128.store(target, i16x8.shr_u(i16x8.add(i16x8.mul(first, firstBy), half), 2))
      v128.store(target, i16x8.shr_u(i16x8.add(i16x8.mul(second, secondBy), half), 2), 16)
      source += 16
      target += 32
    }
  } else {
    while (source < end) {
      for (let pixel: usize = 0; pixel < 2; pixel++) {
        const from = source + (pixel << 2)
        const to = target + (pixel << 1)
        const alpha = <u32>load<u8>(from, 3)
        store<i16>(to, <i16>((<u32>load<u8>(from) * alpha + 2) >> 2))
        store<i16>(to, <i16>((<u32>load<u8>(from, 1) * alpha + 2) >> 2), 4)
        store<i16>(to, <i16>((<u32>load<u8>(from, 2) * alpha + 2) >> 2), 8)
        store<i16>(to, <i16>((alpha * 255 + 2) >> 2), 12)
      }
      source += 8
      target += 16
    }
  }
}
