import { Failure } from '../errors/failure.ts'
import type { Limits } from './limits.ts'

/** How the source is fitted into the sides that were asked for. */
export type Fit = 'fill' | 'contain' | 'cover' | 'inside' | 'outside'

/** The sides that were asked for; at least one. One alone keeps the aspect ratio, whatever the fit. */
export interface WantedSides {
  readonly width?: number
  readonly height?: number
  readonly fit: Fit
}

/** Two sides in pixels. */
export interface Sides {
  readonly width: number
  readonly height: number
}

/** A rectangle in pixels. */
export interface Rectangle extends Sides {
  readonly left: number
  readonly top: number
}

/**
 * What to do with an upright source: take `crop` out of it, scale that to the sides of `content`, lay it at `content`
 * on a canvas of `width` × `height`.
 */
export interface Geometry extends Sides {
  readonly crop: Rectangle
  readonly content: Rectangle
}

const within = (value: number, limit: number) => Math.min(limit, Math.max(1, Math.round(value)))

/**
 * The geometry of a result.
 * - `fill`: exactly the sides asked for, the aspect ratio gives way.
 * - `contain`: exactly the sides asked for, the whole source in the middle of them on the background.
 * - `cover`: exactly the sides asked for, filled by the middle of the source.
 * - `inside`: the largest result that fits into the sides asked for. `outside`: the smallest that covers them.
 *
 * Small sources are enlarged. A side is at least 1 pixel.
 * @param source the upright sides
 * @throws Failure `request-not-valid`, `picture-sides-too-large` when a side of the result is over the limit
 */
export function planGeometry(source: Sides, wanted: WantedSides, { maxSide }: Pick<Limits, 'maxSide'>): Geometry {
  const box = completeSides(source, wanted)
  const keepsRatio = wanted.width === undefined || wanted.height === undefined
  const geometry = fitInto(source, box, keepsRatio ? 'fill' : wanted.fit)
  if (geometry.width > maxSide || geometry.height > maxSide) {
    const detail = `The result would have ${geometry.width} × ${geometry.height} pixels, a side may have ${maxSide}.`
    throw new Failure('picture-sides-too-large', { detail })
  }
  return geometry
}

function completeSides(source: Sides, { width, height }: WantedSides): Sides {
  for (const side of [width, height]) {
    if (side !== undefined && !(Number.isSafeInteger(side) && side >= 1)) {
      throw new Failure('request-not-valid', { detail: 'A side must be a whole number of pixels, at least 1.' })
    }
  }
  if (width !== undefined && height !== undefined) return { width, height }
  if (width !== undefined) return { width, height: within((source.height * width) / source.width, Infinity) }
  if (height !== undefined) return { width: within((source.width * height) / source.height, Infinity), height }
  throw new Failure('request-not-valid', { detail: 'Width or height must be given.' })
}

function fitInto(source: Sides, box: Sides, fit: Fit): Geometry {
  const whole = { left: 0, top: 0, width: source.width, height: source.height }
  switch (fit) {
    case 'fill':
      return { ...box, crop: whole, content: { left: 0, top: 0, ...box } }
    case 'contain': {
      const inner = scaled(source, box, Math.min)
      return { ...box, crop: whole, content: centred(inner, box) }
    }
    case 'cover': {
      const scale = Math.max(box.width / source.width, box.height / source.height)
      const width = within(box.width / scale, source.width)
      const height = within(box.height / scale, source.height)
      return { ...box, crop: centred({ width, height }, source), content: { left: 0, top: 0, ...box } }
    }
    case 'inside':
    case 'outside': {
      const sides = scaled(source, box, fit === 'inside' ? Math.min : Math.max)
      return { ...sides, crop: whole, content: { left: 0, top: 0, ...sides } }
    }
  }
}

function scaled(source: Sides, box: Sides, choose: (a: number, b: number) => number): Sides {
  const scale = choose(box.width / source.width, box.height / source.height)
  return { width: within(source.width * scale, Infinity), height: within(source.height * scale, Infinity) }
}

function centred(inner: Sides, outer: Sides): Rectangle {
  const left = Math.floor((outer.width - inner.width) / 2)
  const top = Math.floor((outer.height - inner.height) / 2)
  return { left, top, width: inner.width, height: inner.height }
}
