/** Weights have 14 bits of fraction. */
const WEIGHT_BITS: i32 = 14
const HALF: i32 = 1 << (WEIGHT_BITS - 1)

/** A sum of weighted samples as a sample again: rounded, saturated. */
export function fromFixed(sum: i32): i16 {
  return <i16>min<i32>(max<i32>((sum + HALF) >> WEIGHT_BITS, -32768), 32767)
}

/** {@link fromFixed} for eight sums. */
export function narrowed(low: v128, high: v128): v128 {
  const half = i32x4.splat(HALF)
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(low, half), WEIGHT_BITS),
    i32x4.shr_s(i32x4.add(high, half), WEIGHT_BITS),
  )
}
