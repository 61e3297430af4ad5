import { BIN_PLACES, type ColourBins } from './colour-bins.ts'

/** Bins that are to become one colour: a range of the order, and where it is best cut in two. */
interface Box {
  readonly start: number
  readonly end: number
  /** By how much the cut lowers the sum of squared errors; 0 when nothing can be cut. */
  readonly gain: number
  readonly channel: number
  /** The last place along the channel that goes into the first part. */
  readonly last: number
}

/**
 * Sorts colours into at most `limit` groups of similar ones: the group whose cut lowers the squared error most is cut,
 * again and again, across the channel and at the place where that is so (X. Wu, Graphics Gems II, 1991).
 * @returns the group of each bin
 */
export function splitColours(bins: ColourBins, limit: number): Uint8Array {
  const order = Uint32Array.from({ length: bins.length }, (_, bin) => bin)
  const boxes = [boxOf(bins, order, 0, bins.length)]
  while (boxes.length < limit) {
    const widest = boxes.reduce((best, box, index) => (box.gain > (boxes[best]?.gain ?? 0) ? index : best), 0)
    const box = boxes[widest]
    if (!box || box.gain === 0) break
    const middle = partition(bins, order, box)
    boxes[widest] = boxOf(bins, order, box.start, middle)
    boxes.push(boxOf(bins, order, middle, box.end))
  }
  const groups = new Uint8Array(bins.length)
  boxes.forEach(({ start, end }, group) => {
    for (const bin of order.subarray(start, end)) groups[bin] = group
  })
  return groups
}

/** Looks for the best cut through the bins of a range. */
function boxOf(bins: ColourBins, order: Uint32Array, start: number, end: number): Box {
  let best: Box = { start, end, gain: 0, channel: 0, last: 0 }
  for (const channel of [0, 1, 2]) {
    const { gain, last } = bestCut(bins, order.subarray(start, end), channel)
    if (gain > best.gain) best = { start, end, gain, channel, last }
  }
  return best
}

function bestCut({ places, counts, sums: [reds, greens, blues] }: ColourBins, range: Uint32Array, channel: number) {
  const slots = new Float64Array(4 * BIN_PLACES)
  const place = places[channel] ?? places[0]
  for (const bin of range) {
    const slot = 4 * (place[bin] ?? 0)
    slots[slot] = (slots[slot] ?? 0) + (counts[bin] ?? 0)
    slots[slot + 1] = (slots[slot + 1] ?? 0) + (reds[bin] ?? 0)
    slots[slot + 2] = (slots[slot + 2] ?? 0) + (greens[bin] ?? 0)
    slots[slot + 3] = (slots[slot + 3] ?? 0) + (blues[bin] ?? 0)
  }
  const all = [0, 0, 0, 0]
  for (let at = 0; at < slots.length; at++) all[at & 3] = (all[at & 3] ?? 0) + (slots[at] ?? 0)
  const [count = 0, red = 0, green = 0, blue = 0] = all
  const whole = weight(count, red, green, blue)
  let [gain, last] = [0, 0]
  let [n, r, g, b] = [0, 0, 0, 0]
  for (let at = 0; at < slots.length; at += 4) {
    n += slots[at] ?? 0
    r += slots[at + 1] ?? 0
    g += slots[at + 2] ?? 0
    b += slots[at + 3] ?? 0
    if (n === 0 || n === count) continue
    const found = weight(n, r, g, b) + weight(count - n, red - r, green - g, blue - b) - whole
    if (found > gain) [gain, last] = [found, at / 4]
  }
  return { gain, last }
}

/** The square of a sum of colours over their count: the larger it is of two parts, the less do they differ within. */
const weight = (count: number, red: number, green: number, blue: number) =>
  (red * red + green * green + blue * blue) / count

/** Brings the bins of a box's first part to its beginning, in the order they had. Gives where the second part begins. */
function partition({ places }: ColourBins, order: Uint32Array, { start, end, channel, last }: Box): number {
  const place = places[channel] ?? places[0]
  const range = order.slice(start, end)
  const first = range.filter((bin) => (place[bin] ?? 0) <= last)
  order.set(first, start)
  order.set(
    range.filter((bin) => (place[bin] ?? 0) > last),
    start + first.length,
  )
  return start + first.length
}
