/** Knuth's multiplicative hashing, to places of 12 bits. */
const MULTIPLIER: u32 = 0x9e3779b1
const PLACE_SHIFT: u32 = 32 - 12

/**
 * Counts the sequences of four bytes that were seen before, the last time that one of the same hash was.
 * @param seen the last sequence of each hash (4096 × u32): looked at, and brought up to date
 */
export function countRepeated(from: usize, bytes: usize, seen: usize): i32 {
  let repeated = 0
  for (const end = from + bytes; from + 4 <= end; from++) {
    const sequence = load<u32>(from)
    const place = seen + ((<usize>((sequence * MULTIPLIER) >> PLACE_SHIFT)) << 2)
    if (load<u32>(place) === sequence) repeated++
    store<u32>(place, sequence)
  }
  return repeated
}
