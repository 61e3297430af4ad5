/** 1.5 × 2²³: what is added to it is rounded to a whole number, which then stands in the lowest bits. */
const ROUNDER: f32 = 12582912

/**
 * Multiplies and rounds the coefficients of a block.
 * @param multipliers one for each coefficient (f32)
 * @param target 64 × i16
 * @returns a bit for each coefficient that is not 0, the first one's the lowest
 */
export function quantize(block: usize, multipliers: usize, target: usize): u64 {
  let present: u64 = 0
  if (ASC_FEATURE_SIMD) {
    for (let at: usize = 0; at < 64; at += 16) {
      const first = eight(block, multipliers)
      const second = eight(block + 32, multipliers + 32)
      v128.store(target, first)
      v128.store(target, second, 16)
      const some = i8x16.ne(i8x16.narrow_i16x8_s(first, second), i8x16.splat(0))
      present |= (<u64>i8x16.bitmask(some)) << at
      block += 64
      multipliers += 64
      target += 32
    }
  } else {
    for (let at: usize = 0; at < 64; at++) {
      const scaled = load<f32>(block + (at << 2)) * load<f32>(multipliers + (at << 2))
      const whole = <i16>reinterpret<i32>(scaled + ROUNDER)
      store<i16>(target + (at << 1), whole)
      present |= (<u64>(whole !== 0)) << at
    }
  }
  return present
}

function eight(block: usize, multipliers: usize): v128 {
  const rounder = f32x4.splat(ROUNDER)
  const first = f32x4.add(f32x4.mul(v128.load(block), v128.load(multipliers)), rounder)
  const second = f32x4.add(f32x4.mul(v128.load(block, 16), v128.load(multipliers, 16)), rounder)
  return v128.shuffle<i16>(first, second, 0, 2, 4, 6, 8, 10, 12, 14)
}
