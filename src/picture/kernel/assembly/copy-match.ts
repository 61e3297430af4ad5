/** For each distance below 16, the rest of 16 by it, in four bits. */
const REST_OF_16: u64 = 0x1234567024101000

/** Copies what was written `distance` bytes before, itself included. Up to 31 bytes after it are overwritten. */
export function copyMatch(target: usize, distance: usize, length: usize): void {
  const end = target + length
  if (ASC_FEATURE_SIMD) {
    if (distance >= 16) {
      let source = target - distance
      do {
        v128.store(target, v128.load(source))
        source += 16
        target += 16
      } while (target < end)
    } else repeat(target, distance, end)
  } else if (distance >= 8) {
    let source = target - distance
    do {
      store<u64>(target, load<u64>(source))
      source += 8
      target += 8
    } while (target < end)
  } else {
    for (; target < end; target++) store<u8>(target, load<u8>(target - distance))
  }
}

/** A vector of the pattern again and again, as far as it goes in whole patterns. */
function repeat(target: usize, distance: usize, end: usize): void {
  const by = <u8>distance
  let places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  // The rest by the distance, without a division: what would fall below zero is large instead.
  places = i8x16.min_u(places, i8x16.sub(places, i8x16.splat(<i8>(by << 3))))
  places = i8x16.min_u(places, i8x16.sub(places, i8x16.splat(<i8>(by << 2))))
  places = i8x16.min_u(places, i8x16.sub(places, i8x16.splat(<i8>(by << 1))))
  places = i8x16.min_u(places, i8x16.sub(places, i8x16.splat(<i8>by)))
  const pattern = i8x16.swizzle(v128.load(target - distance), places)
  const step = 16 - <usize>((REST_OF_16 >> ((<u64>distance) << 2)) & 15)
  do {
    v128.store(target, pattern)
    target += step
  } while (target < end)
}
