/** Lobes of the filter on each side (a = 3). */
const LOBES = 3

/** The sum of the weights of one window: 14 bits of fraction, as the kernel's fixed point has them. */
export const WEIGHT_SUM = 1 << 14

/**
 * How one side is filtered. Windows begin at an even sample and have an even length, since the kernel takes two
 * samples at a time; what a window has too much weighs nothing.
 */
export interface Taps {
  /** Length of every window, in pairs of samples. */
  readonly pairs: number
  /** For each target sample, the pair of source samples that its window begins with. */
  readonly starts: Uint32Array
  /** For each target sample, 2 × `pairs` weights that sum up to {@link WEIGHT_SUM}. */
  readonly weights: Int16Array
}

interface Window {
  readonly first: number
  readonly weights: Int16Array
}

/**
 * The weights of Lanczos3 from one side to another. On the way down the filter is widened by the scale, as Pillow and
 * libvips do. At the borders, the weights that remain are normalised. Windows begin in ascending order.
 */
export function lanczosTaps(source: number, target: number): Taps {
  const windows = allWindows(source, target)
  const allPairs = Math.ceil(source / 2)
  const pairs = windows.reduce((most, window) => Math.max(most, pairsOf(window)), 1)
  const starts = new Uint32Array(target)
  const weights = new Int16Array(target * pairs * 2)
  for (const [at, window] of windows.entries()) {
    const start = Math.min(window.first >> 1, allPairs - pairs)
    starts[at] = start
    weights.set(window.weights, at * pairs * 2 + window.first - start * 2)
  }
  return { pairs, starts, weights }
}

/** The pairs that the samples of a window lie in. */
const pairsOf = ({ first, weights }: Window) => ((first + weights.length + 1) >> 1) - (first >> 1)

/**
 * The window of every target sample, in fixed point: each source sample less than three lobes from its centre. Where
 * centres lie alike between two samples and no border is near, the weights are the same and computed once.
 *
 * Places are whole numbers of 1 / `unit` source samples, so that nothing is rounded and windows are alike exactly.
 */
function allWindows(source: number, target: number): Window[] {
  if (source === target)
    return Array.from({ length: target }, (_, at) => ({ first: at, weights: Int16Array.of(WEIGHT_SUM) }))
  const unit = 2 * target
  const lobe = 2 * Math.max(source, target)
  const inside = new Map<number, Int16Array>()
  return Array.from({ length: target }, (_, at) => {
    // Samples lie in the middle of what they cover; the first one's middle is 0 here.
    const centre = (2 * at + 1) * source - target
    const first = Math.floor((centre - LOBES * lobe) / unit) + 1
    const end = Math.ceil((centre + LOBES * lobe) / unit)
    const weigh = (from: number, to: number) =>
      toFixed(Array.from({ length: to - from }, (_, sample) => lanczos(((from + sample) * unit - centre) / lobe)))
    if (first < 0 || end > source) {
      const from = Math.max(0, first)
      return { first: from, weights: weigh(from, Math.min(source, end)) }
    }
    const phase = centre % unit
    const weights = inside.get(phase) ?? weigh(first, end)
    inside.set(phase, weights)
    return { first, weights }
  })
}

/**
 * Rounds weights so that their sum is exact (a flat area stays as it is) and that the rounding of one weight is made
 * good by the next: many small weights, all of them rounded the same way, would shift brightness.
 */
function toFixed(exact: readonly number[]): Int16Array {
  const sum = exact.reduce((total, weight) => total + weight, 0)
  const fixed = new Int16Array(exact.length)
  let running = 0
  let given = 0
  for (const [at, weight] of exact.entries()) {
    running += weight
    const next = Math.round((running / sum) * WEIGHT_SUM) - given
    given += next
    fixed[at] = next
  }
  return fixed
}

/** sinc(x) × sinc(x / 3), for less than three lobes from the centre. */
function lanczos(x: number): number {
  if (x === 0) return 1
  const angle = Math.PI * x
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle)
}
