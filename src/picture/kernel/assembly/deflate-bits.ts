/** Bits that wait to become bytes, the earliest in the lowest place, and their number: below 8 between calls. */
let waiting: u64 = 0
let count: u32 = 0

/** Where the next byte goes. */
let next: usize = 0

/** Forgets what waits: a new stream begins. */
export function clearBits(): void {
  waiting = 0
  count = 0
}

/** From here on, bytes go to `target`. */
export function writeBitsTo(target: usize): void {
  next = target
}

/** The end of what has been written. */
export function endOfBits(): usize {
  return next
}

export function waitingBits(): u64 {
  return waiting
}

export function waitingCount(): u32 {
  return count
}

/** For a loop that had the bits in variables of its own. */
export function goOnWith(bits: u64, bitCount: u32, target: usize): void {
  waiting = bits
  count = bitCount
  next = target
}

/** Writes the lowest `length` bits (at most 32) of a value that has no others. Eight bytes are touched. */
export function putBits(value: u32, length: u32): void {
  waiting |= (<u64>value) << count
  count += length
  store<u64>(next, waiting)
  next += count >> 3
  waiting >>= count & ~7
  count &= 7
}

/** Fills the last byte with zeros. */
export function alignBits(): void {
  putBits(0, (8 - count) & 7)
}
