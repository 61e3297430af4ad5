/** The largest prime below 2^16, and how many bytes can be summed up before 32 bits must be reduced by it. */
const BASE: u32 = 65_521
const LONGEST: usize = 5_552

/** Goes on with an Adler-32 checksum (RFC 1950, 8.2), which begins with 1. */
export function adler(sum: u32, from: usize, bytes: usize): u32 {
  let low = sum & 0xffff
  let high = sum >> 16
  const end = from + bytes
  while (from < end) {
    const stop = min<usize>(from + LONGEST, end)
    if (ASC_FEATURE_SIMD) {
      const whole = from + ((stop - from) & ~15)
      high += low * <u32>(whole - from)
      let lows = i32x4.splat(0)
      // What each vector's bytes add to the upper sum in all vectors that follow, then within their own vector.
      let before = i32x4.splat(0)
      let inside = i32x4.splat(0)
      const firstWeights = i16x8(16, 15, 14, 13, 12, 11, 10, 9)
      const nextWeights = i16x8(8, 7, 6, 5, 4, 3, 2, 1)
      for (; from < whole; from += 16) {
        const vector = v128.load(from)
        before = i32x4.add(before, lows)
        lows = i32x4.add(lows, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(vector)))
        inside = i32x4.add(inside, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(vector), firstWeights))
        inside = i32x4.add(inside, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(vector), nextWeights))
      }
      low += total(lows)
      high += (total(before) << 4) + total(inside)
    }
    for (; from < stop; from++) {
      low += load<u8>(from)
      high += low
    }
    low %= BASE
    high %= BASE
  }
  return (high << 16) | low
}

function total(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  )
}
