import type { Bitmap } from '../../orient.ts'
import { isVisible } from './visible.ts'

/** Colours are counted by the upper six bits of each channel. */
const BITS = 6
const DROPPED = 8 - BITS
const KEYS = 1 << (3 * BITS)

/** Places that a bin can have along one channel. */
export const BIN_PLACES = 1 << BITS

/** The colours of a picture, those that differ in their lowest bits only in one bin. */
export interface ColourBins {
  readonly length: number
  /** The three channels of each bin: how far along it lies, 0 to 63. */
  readonly places: readonly [Uint8Array, Uint8Array, Uint8Array]
  /** Pixels in each bin. */
  readonly counts: Float64Array
  /** The sum of each channel over the pixels of a bin. */
  readonly sums: readonly [Float64Array, Float64Array, Float64Array]
  /** The bin of a colour that is in the picture. */
  binOf(red: number, green: number, blue: number): number
}

/** Counts the visible pixels of a picture. */
export function countColours(bitmap: Bitmap): ColourBins {
  const { data } = bitmap
  const numbers = new Int32Array(KEYS).fill(-1)
  const keys = new Uint32Array(Math.min(KEYS, data.length / 4))
  let length = 0
  for (let at = 0; at < data.length; at += 4) {
    const key = keyOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
    if (isVisible(data, at) && numbers[key] === -1) {
      numbers[key] = length
      keys[length++] = key
    }
  }
  const places = [2, 1, 0].map((channel) =>
    Uint8Array.from(keys.subarray(0, length), (key) => (key >> (channel * BITS)) & (BIN_PLACES - 1)),
  )
  const counts = new Float64Array(length)
  const [red, green, blue] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)]
  for (let at = 0; at < data.length; at += 4) {
    if (!isVisible(data, at)) continue
    const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    const bin = numbers[keyOf(r, g, b)] ?? 0
    counts[bin] = (counts[bin] ?? 0) + 1
    red[bin] = (red[bin] ?? 0) + r
    green[bin] = (green[bin] ?? 0) + g
    blue[bin] = (blue[bin] ?? 0) + b
  }
  return {
    length,
    places: places as unknown as ColourBins['places'],
    counts,
    sums: [red, green, blue],
    binOf: (r, g, b) => numbers[keyOf(r, g, b)] ?? 0,
  }
}

const keyOf = (red: number, green: number, blue: number) =>
  ((red >> DROPPED) << (2 * BITS)) | ((green >> DROPPED) << BITS) | (blue >> DROPPED)
