import { Failure } from '../errors/failure.ts'
import type { Limits } from './limits.ts'

/** How the source is fitted into the sides that were asked for. */
export type Fit = 'fill' | 'contain' | 'cover' | 'inside' | 'outside'

/** Which part stays when the source is cut (`cover`), and where it lies on a larger canvas (`contain`). */
export const POSITIONS = [
  'center',
  'top',
  'bottom',
  'left',
  'right',
  'top-left',
  'top-right',
  'bottom-left',
  'bottom-right',
] as const
export type Position = (typeof POSITIONS)[number]

/** The sides that were asked for; at least one. One alone keeps the aspect ratio, whatever the fit. */
export interface WantedSides {
  readonly width?: number
  readonly height?: number
  readonly fit: Fit
  /** `center` by default. */
  readonly position?: Position
}

/** Two sides in pixels. */
export interface Sides {
  readonly width: number
  readonly height: number
}

/** Whether sides become smaller: at least one of them, and none larger. */
export function isReduced(from: Sides, to: Sides): boolean {
  return to.width <= from.width && to.height <= from.height && (to.width < from.width || to.height < from.height)
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

/** The limits of a result's sides. */
export type ResultLimits = Pick<Limits, 'maxSide' | 'maxResultPixels'>

const within = (value: number, limit: number) => Math.min(limit, Math.max(1, Math.round(value)))

/**
 * The geometry of a result.
 * - `fill`: exactly the sides asked for, the aspect ratio gives way.
 * - `contain`: exactly the sides asked for, the whole source at its position in them on the background.
 * - `cover`: exactly the sides asked for, filled by the part of the source at that position.
 * - `inside`: the largest result that fits into the sides asked for. `outside`: the smallest that covers them.
 *
 * Small sources are enlarged. A side is at least 1 pixel.
 * @param source the upright sides
 * @throws Failure `request-not-valid`, `picture-sides-too-large` when a side of the result is over the limit,
 *   `result-too-large` when it has too many pixels
 */
export function planGeometry(source: Sides, wanted: WantedSides, limits: ResultLimits): Geometry {
  const box = completeSides(source, wanted)
  const keepsRatio = wanted.width === undefined || wanted.height === undefined
  const geometry = fitInto(source, box, keepsRatio ? 'fill' : wanted.fit, wanted.position ?? 'center')
  const { width, height } = geometry
  const would = `The result would have ${width} × ${height} pixels`
  if (width > limits.maxSide || height > limits.maxSide) {
    throw new Failure('picture-sides-too-large', { detail: `${would}, a side may have ${limits.maxSide}.` })
  }
  if (width * height > limits.maxResultPixels) {
    throw new Failure('result-too-large', { detail: `${would}, ${limits.maxResultPixels} are allowed in all.` })
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

function fitInto(source: Sides, box: Sides, fit: Fit, position: Position): Geometry {
  const whole = { left: 0, top: 0, width: source.width, height: source.height }
  switch (fit) {
    case 'fill':
      return { ...box, crop: whole, content: { left: 0, top: 0, ...box } }
    case 'contain': {
      const inner = scaled(source, box, Math.min)
      return { ...box, crop: whole, content: place(inner, box, position) }
    }
    case 'cover': {
      const scale = Math.max(box.width / source.width, box.height / source.height)
      const width = within(box.width / scale, source.width)
      const height = within(box.height / scale, source.height)
      return { ...box, crop: place({ width, height }, source, position), content: { left: 0, top: 0, ...box } }
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

/** Where the smaller of two rectangles lies in the larger one. */
function place({ width, height }: Sides, outer: Sides, position: Position): Rectangle {
  const share = (first: string, last: string) => (position.includes(first) ? 0 : position.includes(last) ? 1 : 0.5)
  const left = Math.floor((outer.width - width) * share('left', 'right'))
  const top = Math.floor((outer.height - height) * share('top', 'bottom'))
  return { left, top, width, height }
}
