import { malformed } from '../../refusals.ts'

/** A count that says nothing. */
const NOTHING = 128

/**
 * Unpacks the first `length` bytes of PackBits (TIFF 6.0, section 9).
 * @throws Failure `picture-malformed` for data that ends too early
 */
export function unpackPackBits(data: Uint8Array, length: number): Uint8Array {
  const pixels = new Uint8Array(length)
  let at = 0
  for (let to = 0; to < length; ) {
    const count = data[at++]
    if (count === undefined) throw malformed('The PackBits data of the TIFF is too short.')
    if (count === NOTHING) continue
    const run = count < NOTHING ? count + 1 : 257 - count
    const end = Math.min(to + run, length)
    const needed = count < NOTHING ? end - to : 1
    if (at + needed > data.length) throw malformed('The PackBits data of the TIFF is too short.')
    if (count < NOTHING) pixels.set(data.subarray(at, at + needed), to)
    else pixels.fill(data[at] ?? 0, to, end)
    at += count < NOTHING ? run : 1
    to = end
  }
  return pixels
}
