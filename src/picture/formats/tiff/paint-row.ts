import { labPainter } from './lab-colours.ts'
import type { TiffColours, TiffSamples } from './tiff-samples.ts'

/** Paints `count` pixels: samples of 8 bits from `at`, interleaved, to opaque RGBA from `to`. */
export type PaintRow = (samples: Uint8Array, at: number, pixels: Uint8Array, to: number, count: number) => void

const OPAQUE = 0xff

/** What a painter needs to know. */
export interface PaintFacts extends Pick<TiffSamples, 'perPixel' | 'alpha'> {
  readonly colours: TiffColours
  /** All reds, then all greens, then all blues, of 16 bits. */
  readonly palette: readonly number[]
}

/** How a row of samples becomes colours. */
export function createRowPainter(facts: PaintFacts): PaintRow {
  const { perPixel, alpha } = facts
  const paint = colourPainter(facts)
  if (!alpha) return paint
  return (samples, at, pixels, to, count) => {
    paint(samples, at, pixels, to, count)
    for (let from = at + alpha.sample, end = to + 4 * count; to < end; to += 4, from += perPixel) {
      pixels[to + 3] = samples[from] ?? 0
    }
    if (alpha.associated) divideByAlpha(pixels, to - 4 * count, to)
  }
}

function colourPainter({ colours, perPixel, palette }: PaintFacts): PaintRow {
  switch (colours) {
    case 'black-is-zero':
      return greyPainter(perPixel, 0)
    case 'white-is-zero':
      return greyPainter(perPixel, 0xff)
    case 'rgb':
      return rgbPainter(perPixel)
    case 'palette':
      return palettePainter(perPixel, palette)
    case 'inks':
      return inkPainter(perPixel)
    case 'ycc':
      return yccPainter(perPixel)
    case 'lab':
      return labPainter(perPixel)
  }
}

function greyPainter(perPixel: number, flip: number): PaintRow {
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      const grey = (samples[at] ?? 0) ^ flip
      pixels[to] = grey
      pixels[to + 1] = grey
      pixels[to + 2] = grey
      pixels[to + 3] = OPAQUE
    }
  }
}

function rgbPainter(perPixel: number): PaintRow {
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      pixels[to] = samples[at] ?? 0
      pixels[to + 1] = samples[at + 1] ?? 0
      pixels[to + 2] = samples[at + 2] ?? 0
      pixels[to + 3] = OPAQUE
    }
  }
}

/** A palette has 16 bits; some writers give 8 and leave the upper ones at 0. */
function palettePainter(perPixel: number, palette: readonly number[]): PaintRow {
  const hasWords = palette.some((value) => value > 0xff)
  const bytes = palette.map((value) => (hasWords ? Math.round((value * 255) / 65535) : value))
  const entries = bytes.length / 3
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      const index = samples[at] ?? 0
      pixels[to] = bytes[index] ?? 0
      pixels[to + 1] = bytes[index + entries] ?? 0
      pixels[to + 2] = bytes[index + 2 * entries] ?? 0
      pixels[to + 3] = OPAQUE
    }
  }
}

/** Four inks, 0: none. Each colour is what two of them let through. */
function inkPainter(perPixel: number): PaintRow {
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      const light = 255 - (samples[at + 3] ?? 0)
      pixels[to] = ((255 - (samples[at] ?? 0)) * light + 127) / 255
      pixels[to + 1] = ((255 - (samples[at + 1] ?? 0)) * light + 127) / 255
      pixels[to + 2] = ((255 - (samples[at + 2] ?? 0)) * light + 127) / 255
      pixels[to + 3] = OPAQUE
    }
  }
}

/** The weights of ITU-R BT.601, full range, which are those of JPEG and the ones that a TIFF has by default. */
function yccPainter(perPixel: number): PaintRow {
  const clamped = new Uint8ClampedArray(3)
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      const [luma, blue, red] = [samples[at] ?? 0, (samples[at + 1] ?? 0) - 128, (samples[at + 2] ?? 0) - 128]
      clamped[0] = luma + 1.402 * red
      clamped[1] = luma - 0.344136 * blue - 0.714136 * red
      clamped[2] = luma + 1.772 * blue
      pixels[to] = clamped[0]
      pixels[to + 1] = clamped[1]
      pixels[to + 2] = clamped[2]
      pixels[to + 3] = OPAQUE
    }
  }
}

/** Colours that were multiplied by their alpha get their own value back. */
function divideByAlpha(pixels: Uint8Array, from: number, end: number): void {
  for (let at = from; at < end; at += 4) {
    const alpha = pixels[at + 3] ?? 0
    if (alpha === OPAQUE) continue
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = alpha === 0 ? 0 : Math.min(255, Math.round(((pixels[channel] ?? 0) * 255) / alpha))
    }
  }
}
