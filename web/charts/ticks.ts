/** Round numbers (1, 2 or 5 times a power of ten) from 0 until `highest` is covered; a few of them. */
export function ticksTo(highest: number, wanted = 4): number[] {
  if (!(highest > 0)) return [0, 1]
  const rough = highest / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  const count = Math.ceil(highest / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Whole round numbers from 0 until a count is covered. */
export function countTicksTo(highest: number, wanted = 4): number[] {
  return highest <= wanted
    ? Array.from({ length: Math.max(1, Math.ceil(highest)) + 1 }, (_, index) => index)
    : ticksTo(highest, wanted)
}

/** Times to be named under a chart: `[index, epoch milliseconds]` of at most `wanted` slices, evenly apart. */
export function timeTicks(from: number, sliceMs: number, slices: number, wanted: number): [number, number][] {
  const every = Math.max(1, Math.ceil(slices / wanted))
  const marks: [number, number][] = []
  for (let index = 0; index < slices; index += every) marks.push([index, from + index * sliceMs])
  return marks
}
