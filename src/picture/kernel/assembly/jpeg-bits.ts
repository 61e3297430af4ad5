/** Bits that wait to become whole words, the latest in the lowest place, and their number: below 32 between calls. */
let waiting: u64 = 0
let count: i32 = 0

/** Where the next byte goes. */
let next: usize = 0

/** Forgets what waits: a new picture begins. */
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

/** Writes the lowest `length` bits (at most 32) of a value that has no others. */
export function putBits(value: u32, length: i32): void {
  waiting = (waiting << length) | value
  count += length
  if (count >= 32) putWord()
}

/** Fills the last byte with ones (ITU-T T.81, F.1.2.3) and writes what waits. */
export function flushBits(): void {
  putBits(0x7f, 7)
  for (; count >= 8; count -= 8) putByte(<u32>(waiting >> (count - 8)) & 0xff)
}

function putWord(): void {
  count -= 32
  const word = <u32>(waiting >> count)
  // Whether a byte may be 0xFF: its highest bit is set, and is not when 1 is added.
  if ((word & 0x80808080 & ~(word + 0x01010101)) !== 0) {
    for (let shift = 24; shift >= 0; shift -= 8) putByte((word >> shift) & 0xff)
  } else {
    store<u32>(next, bswap<u32>(word))
    next += 4
  }
}

/** A 0xFF is followed by a zero, since it would begin a marker (ITU-T T.81, F.1.2.3). */
function putByte(byte: u32): void {
  store<u8>(next, byte)
  next += 1
  if (byte === 0xff) {
    store<u8>(next, 0)
    next += 1
  }
}
