/** 1 in each byte of eight, and the highest bit in each. */
const ONES: u64 = ((<u64>0x01010101) << 32) | 0x01010101
const HIGHEST_BITS: u64 = ONES << 7

let length: u32 = 0

/** Bytes that {@link unstuff} made last. */
export function unstuffedLength(): u32 {
  return length
}

/**
 * Copies entropy-coded data up to the next marker, without the zeros that are stuffed behind 0xFF (ITU-T T.81, F.1.2.3),
 * **downwards**: the first byte lies below `target`, the next one below that. Eight bytes loaded at once then have the
 * first one highest, as bits are read.
 *
 * Reads up to 16 bytes behind the marker.
 * @returns the marker's address
 */
export function unstuff(source: usize, target: usize): usize {
  const top = target
  while (true) {
    while (isPlain(source)) {
      target -= 16
      copyReversed(source, target)
      source += 16
    }
    // At least one of the next sixteen is 0xFF.
    while (load<u8>(source) !== 0xff) {
      target -= 1
      store<u8>(target, load<u8>(source))
      source += 1
    }
    if (load<u8>(source, 1) !== 0) {
      length = <u32>(top - target)
      return source
    }
    target -= 1
    store<u8>(target, 0xff)
    source += 2
  }
}

/** Whether none of the next sixteen bytes is 0xFF. */
function isPlain(source: usize): bool {
  if (ASC_FEATURE_SIMD) return !v128.any_true(i8x16.eq(v128.load(source), i8x16.splat(-1)))
  return !has255(load<u64>(source)) && !has255(load<u64>(source, 8))
}

/** Whether a byte is 0 in the complement: its highest bit is none, and is one when 1 is taken away. */
function has255(word: u64): bool {
  return ((~word - ONES) & word & HIGHEST_BITS) !== 0
}

function copyReversed(source: usize, target: usize): void {
  if (ASC_FEATURE_SIMD) {
    const bytes = v128.load(source)
    v128.store(target, i8x16.swizzle(bytes, i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)))
  } else {
    store<u64>(target, bswap<u64>(load<u64>(source)), 8)
    store<u64>(target, bswap<u64>(load<u64>(source, 8)))
  }
}
