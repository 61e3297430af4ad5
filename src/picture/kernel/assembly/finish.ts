/** The least alpha of 16 bits that is 1 of 255: half of 63.75, rounded up. */
const VISIBLE: i32 = 32

/** 8 bits of alpha per alpha of 16 bits. */
const ALPHA_SCALE: f32 = <f32>(1.0 / 63.75)

/**
 * From rows of 16 bits to RGBA of 8 bits, the reverse of `widen`: fractions are rounded, what the filter overshot is
 * clamped, colours are divided by their alpha. What is invisible becomes transparent black.
 *
 * Reads and writes up to the next four pixels.
 */
export function finish(source: usize, target: usize, width: i32, opaque: bool): void {
  if (opaque) finishOpaque(source, target, width)
  else unpremultiply(source, target, width)
}

function finishOpaque(source: usize, target: usize, width: i32): void {
  const end = target + ((<usize>width) << 2)
  if (ASC_FEATURE_SIMD) {
    const half = i16x8.splat(32)
    while (target < end) {
      const first = i16x8.shr_s(i16x8.add_sat_s(v128.load(source), half), 6)
      const second = i16x8.shr_s(i16x8.add_sat_s(v128.load(source, 16), half), 6)
      v128.store(target, i8x16.narrow_i16x8_u(first, second))
      source += 32
      target += 16
    }
  } else {
    while (target < end) {
      store<u8>(target, <u8>min<i32>(max<i32>((<i32>load<i16>(source) + 32) >> 6, 0), 255))
      source += 2
      target += 1
    }
  }
}

function unpremultiply(source: usize, target: usize, width: i32): void {
  const end = target + ((<usize>width) << 2)
  while (target < end) {
    const alpha = <i32>load<i16>(source, 6)
    if (alpha < VISIBLE) store<u32>(target, 0)
    else unpremultiplyPixel(source, target, <f32>255 / <f32>alpha)
    source += 8
    target += 4
  }
}

/** The same steps in single precision in both builds, so that both round alike. */
function unpremultiplyPixel(source: usize, target: usize, colourScale: f32): void {
  if (ASC_FEATURE_SIMD) {
    const scale = f32x4.replace_lane(f32x4.splat(colourScale), 3, ALPHA_SCALE)
    const samples = f32x4.convert_i32x4_s(v128.load_ext<i16>(source))
    const rounded = f32x4.add(f32x4.mul(samples, scale), f32x4.splat(0.5))
    const whole = i32x4.trunc_sat_f32x4_s(rounded)
    const words = i16x8.narrow_i32x4_s(whole, whole)
    v128.store_lane<u32>(target, i8x16.narrow_i16x8_u(words, words), 0)
  } else {
    for (let channel: usize = 0; channel < 4; channel++) {
      const scale = channel === 3 ? ALPHA_SCALE : colourScale
      const rounded = <f32>load<i16>(source + (channel << 1)) * scale + <f32>0.5
      store<u8>(target + channel, <u8>min<i32>(max<i32>(<i32>rounded, 0), 255))
    }
  }
}
