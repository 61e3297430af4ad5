import type { Fit, ResizeOptions } from '../api/operation.ts'
import { readSide, type Sides, sidesWithin, type TypedSides, typeSide } from './sides.ts'

/** What is asked of the picture, as it stands in the form. */
export interface WantedSize {
  readonly sides: TypedSides
  /** Whether one side follows the other, so that the picture keeps its shape. */
  readonly isLinked: boolean
  readonly fit: Fit
}

/** The longer side that a new picture is asked to have, at most. */
const FIRST_SIDE = 640

/** The size in the form before there is a picture. */
export const firstSize: WantedSize = { sides: { width: '640', height: '480' }, isLinked: true, fit: 'fill' }

/** The size in the form for a picture that was just chosen: smaller than it is, in its own shape. */
export function sizeFor(size: WantedSize, source: Sides | undefined): WantedSize {
  if (!source || !size.isLinked) return size
  const longest = Math.max(source.width, source.height)
  return { ...size, sides: sidesWithin(longest > FIRST_SIDE ? FIRST_SIDE : Math.ceil(longest / 2), source) }
}

/** The form as it was when an operation was asked for. A side that was left out is the one that followed. */
export function sizeOf({ width, height, fit }: ResizeOptions, source: Sides): WantedSize {
  const typed = { width: String(width ?? ''), height: String(height ?? '') }
  const linked = typeSide(typed, width === undefined ? 'height' : 'width', typed.width || typed.height, source)
  const isLinked = width === undefined || height === undefined || typed.height === linked.height
  return { sides: isLinked ? linked : typed, fit, isLinked }
}

/** The options to send, or undefined while a side is not one that can be asked for. */
export function optionsOf({ sides, fit }: WantedSize): ResizeOptions | undefined {
  const width = readSide(sides.width)
  const height = readSide(sides.height)
  return width === undefined || height === undefined ? undefined : { width, height, fit }
}
