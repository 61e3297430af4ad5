import { FIRST_LENGTH } from './deflate-memory'

const LAST_LENGTH: u32 = 285
const FARTHEST: u32 = 258

/** How many extra bits a run's length has behind its symbol (RFC 1951, 3.2.5). */
export function extraBitsOf(length: u32): u32 {
  return length === FARTHEST || length < 7 ? 0 : 29 - clz(length - 3)
}

/** The symbol of a run's length, 3 to 258. */
export function symbolOf(length: u32): u32 {
  if (length === FARTHEST) return LAST_LENGTH
  const extraBits = extraBitsOf(length)
  return FIRST_LENGTH + (extraBits << 2) + ((length - 3) >> extraBits)
}
