import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'

/** RGBA in double precision, not rounded. */
export interface ExactPicture extends Sides {
  readonly samples: Float64Array
}

interface Weighted {
  readonly at: number
  readonly weight: number
}

/** What the kernel's resize is measured against: the same filter by its definition, in double precision. */
export function lanczosReference(source: Bitmap, { width, height }: Sides): ExactPicture {
  const columns = windows(source.width, width)
  const rows = windows(source.height, height)
  const premultiplied = Float64Array.from(source.data, (sample, at) =>
    at % 4 === 3 ? sample : (sample * (source.data[at - (at % 4) + 3] ?? 0)) / 255,
  )
  const across = new Float64Array(width * source.height * 4)
  for (let y = 0; y < source.height; y++) {
    columns.forEach((window, x) => {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0
        for (const { at, weight } of window) {
          sum += weight * (premultiplied[(y * source.width + at) * 4 + channel] ?? 0)
        }
        across[(y * width + x) * 4 + channel] = sum
      }
    })
  }
  const samples = new Float64Array(width * height * 4)
  rows.forEach((window, y) => {
    for (let column = 0; column < width * 4; column++) {
      let sum = 0
      for (const { at, weight } of window) sum += weight * (across[at * width * 4 + column] ?? 0)
      samples[y * width * 4 + column] = sum
    }
  })
  for (let at = 0; at < samples.length; at += 4) samples.set(straight(samples.subarray(at, at + 4)), at)
  return { width, height, samples }
}

/** Colours divided by their alpha; what rounds to invisible is transparent black. */
function straight(pixel: Float64Array): number[] {
  const alpha = pixel[3] ?? 0
  if (alpha < 0.5) return [0, 0, 0, 0]
  const colours = [...pixel.subarray(0, 3)].map((colour) => clamped((colour / alpha) * 255))
  return [...colours, clamped(alpha)]
}

const clamped = (sample: number) => Math.max(0, Math.min(255, sample))

function windows(source: number, target: number): Weighted[][] {
  const scale = source / target
  const stretch = Math.max(1, scale)
  return Array.from({ length: target }, (_, index) => {
    const centre = (index + 0.5) * scale
    const window: Weighted[] = []
    for (let at = 0; at < source; at++) {
      const x = (at + 0.5 - centre) / stretch
      if (Math.abs(x) < 3) window.push({ at, weight: sinc(x) * sinc(x / 3) })
    }
    const sum = window.reduce((total, { weight }) => total + weight, 0)
    return window.map(({ at, weight }) => ({ at, weight: weight / sum }))
  })
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/**
 * Peak signal-to-noise ratio in decibels, over all channels. Colours of what is as good as invisible (less than 1 of 255
 * of alpha) are left out: whether they are rounded to an alpha of 1 or to nothing at all is chance.
 */
export function psnr(result: Bitmap, { samples }: ExactPicture): number {
  let squares = 0
  let compared = 0
  samples.forEach((sample, at) => {
    if (at % 4 !== 3 && (samples[at - (at % 4) + 3] ?? 0) < 1) return
    squares += (sample - (result.data[at] ?? 0)) ** 2
    compared++
  })
  return 10 * Math.log10(255 ** 2 / (squares / compared))
}
