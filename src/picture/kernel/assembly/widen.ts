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
    const zero = i8x16.splat(0)
    while (source < end) {
      const pixels = v128.load(source)
      const first = v128.shuffle<u8>(pixels, zero, 0, 16, 4, 16, 1, 16, 5, 16, 2, 16, 6, 16, 3, 16, 7, 16)
      const second = v128.shuffle<u8>(pixels, zero, 8, 16, 12, 16, 9, 16, 13, 16, 10, 16, 14, 16, 11, 16, 15, 16)
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
    const zeroAndFull = i16x8.splat(<i16>0xff00)
    const half = i16x8.splat(2)
    while (source < end) {
      const pixels = v128.load(source)
      const first = v128.shuffle<u8>(pixels, zeroAndFull, 0, 16, 4, 16, 1, 16, 5, 16, 2, 16, 6, 16, 3, 16, 7, 16)
      const firstBy = v128.shuffle<u8>(pixels, zeroAndFull, 3, 16, 7, 16, 3, 16, 7, 16, 3, 16, 7, 16, 17, 16, 17, 16)
      const second = v128.shuffle<u8>(pixels, zeroAndFull, 8, 16, 12, 16, 9, 16, 13, 16, 10, 16, 14, 16, 11, 16, 15, 16)
      // biome-ignore format: lanes
      const secondBy = v128.shuffle<u8>(pixels, zeroAndFull, 11, 16, 15, 16, 11, 16, 15, 16, 11, 16, 15, 16, 17, 16, 17, 16)
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
