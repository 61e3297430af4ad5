import { planGeometry, type Rectangle } from '../../src/picture/geometry.ts'
import type { Wanted } from '../form/wanted.ts'
import { readSide, type Sides } from '../size/sides.ts'

/** What a fit would do with a picture, as rectangles around the result, whose upper left corner is at 0, 0. In pixels. */
export interface Preview {
  readonly result: Rectangle
  /** The sides that were asked for: larger or smaller than the result with `inside` and `outside`. */
  readonly asked: Rectangle
  /** Where the whole picture would lie; what of it lies outside the result is cut off. */
  readonly picture: Rectangle
  /** What is to be seen of all these. */
  readonly frame: Rectangle
}

/** How much of what is cut off is shown on each side, as a share of the result's longer side. */
const SHOWN_BEYOND = 0.3

const NO_LIMITS = { maxSide: Number.POSITIVE_INFINITY, maxResultPixels: Number.POSITIVE_INFINITY }

/**
 * Plans by the engine's own geometry, so that what is shown is what will be done.
 * @returns undefined while the sides are not known, or not ones that can be asked for
 */
export function previewOf(
  { sides, fit, position }: Pick<Wanted, 'sides' | 'fit' | 'position'>,
  source: Sides | undefined,
): Preview | undefined {
  const width = readSide(sides.width, NO_LIMITS.maxSide)
  const height = readSide(sides.height, NO_LIMITS.maxSide)
  if (!source || width === undefined || height === undefined) return undefined
  const { crop, content, ...result } = planGeometry(source, { width, height, fit, position }, NO_LIMITS)
  const across = content.width / crop.width
  const down = content.height / crop.height
  const picture = {
    left: content.left - crop.left * across,
    top: content.top - crop.top * down,
    width: source.width * across,
    height: source.height * down,
  }
  // Both lie around the same middle.
  const asked = { left: (result.width - width) / 2, top: (result.height - height) / 2, width, height }
  const whole = { left: 0, top: 0, ...result }
  const beyond = Math.max(result.width, result.height) * SHOWN_BEYOND
  return { result: whole, asked, picture, frame: within(around(whole, asked, picture), grown(whole, beyond)) }
}

function around(...rectangles: Rectangle[]): Rectangle {
  const left = Math.min(...rectangles.map((one) => one.left))
  const top = Math.min(...rectangles.map((one) => one.top))
  const right = Math.max(...rectangles.map((one) => one.left + one.width))
  const bottom = Math.max(...rectangles.map((one) => one.top + one.height))
  return { left, top, width: right - left, height: bottom - top }
}

function grown({ left, top, width, height }: Rectangle, by: number): Rectangle {
  return { left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by }
}

function within(one: Rectangle, bounds: Rectangle): Rectangle {
  const left = Math.max(one.left, bounds.left)
  const top = Math.max(one.top, bounds.top)
  const right = Math.min(one.left + one.width, bounds.left + bounds.width)
  const bottom = Math.min(one.top + one.height, bounds.top + bounds.height)
  return { left, top, width: right - left, height: bottom - top }
}
