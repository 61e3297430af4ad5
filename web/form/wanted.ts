import type { Fit, Format, Position, ResizeOptions } from '../api/operation.ts'
import { otherSide, readSide, type Sides, sidesWithin, type TypedSides, typeSide } from '../size/sides.ts'

/** What is asked of the pictures, as it stands in the form. */
export interface Wanted {
  readonly sides: TypedSides
  /** Whether one side follows the other, so that a picture keeps its shape. */
  readonly isLinked: boolean
  readonly fit: Fit
  readonly position: Position
  /** `#rrggbb`; undefined leaves it to the format: transparent where it can be, else white. */
  readonly background: string | undefined
  readonly format: Format
  /** 1 to 100. */
  readonly quality: number
}

/** The longer side that a new picture is asked to have, at most. */
const FIRST_SIDE = 640

/** The quality when nobody has chosen one: the service's own. */
const STANDARD_QUALITY = 80

/** The form before there is a picture. */
export const firstWanted: Wanted = {
  sides: { width: '640', height: '480' },
  isLinked: true,
  fit: 'fill',
  position: 'center',
  background: undefined,
  format: 'png',
  quality: STANDARD_QUALITY,
}

/**
 * The form for a picture that was just opened: smaller than it is, in its own shape. A side that somebody typed meanwhile
 * stays, and the other one follows it now that the shape is known.
 * @param before the form when the picture began to be opened
 */
export function wantedFor(wanted: Wanted, source: Sides | undefined, before: Wanted = wanted): Wanted {
  if (!source || !wanted.isLinked) return wanted
  const typed = (['width', 'height'] as const).find((side) => wanted.sides[side] !== before.sides[side])
  if (typed) return { ...wanted, sides: typeSide(wanted.sides, typed, wanted.sides[typed], source) }
  const longest = Math.max(source.width, source.height)
  return { ...wanted, sides: sidesWithin(longest > FIRST_SIDE ? FIRST_SIDE : Math.ceil(longest / 2), source) }
}

/** The form as it was when an operation was asked for. A side that was left out is the one that followed. */
export function wantedOf(options: ResizeOptions, source: Sides): Wanted {
  const { width, height, fit, position, background, format, quality } = options
  const typed = { width: String(width ?? ''), height: String(height ?? '') }
  const linked = typeSide(typed, width === undefined ? 'height' : 'width', typed.width || typed.height, source)
  const isLinked = width === undefined || height === undefined || typed.height === linked.height
  return {
    sides: isLinked ? linked : typed,
    isLinked,
    fit,
    position: position ?? 'center',
    background,
    format: format ?? 'png',
    quality: quality ?? STANDARD_QUALITY,
  }
}

/** Whether the fit leaves a choice of what stays (`cover`) or where the picture lies (`contain`). */
export const hasPosition = ({ fit }: Pick<Wanted, 'fit'>) => fit === 'cover' || fit === 'contain'

/** Whether a background can be seen: beside the picture, or where it is transparent and the format cannot be. */
export const hasBackground = ({ fit, format }: Pick<Wanted, 'fit' | 'format'>) =>
  fit === 'contain' || format === 'jpeg' || format === 'bmp'

/** Whether the format trades pixels for bytes. With `same` that depends on the source. */
export const hasQuality = ({ format }: Pick<Wanted, 'format'>, sourceType: string | undefined) =>
  format === 'jpeg' || format === 'webp' || (format === 'same' && /^image\/(jpeg|webp)$/.test(sourceType ?? ''))

/**
 * The options for one picture, or undefined while a side is not one that can be asked for. What has no effect is left out.
 * @param source its sides, when they are known
 * @param sourceType its media type, when it is known
 */
export function optionsOf(
  wanted: Wanted,
  source: Sides | undefined,
  sourceType: string | undefined,
  maxSide: number,
): ResizeOptions | undefined {
  const width = readSide(wanted.sides.width, maxSide)
  const height = readSide(wanted.sides.height, maxSide)
  if (width === undefined || height === undefined) return undefined
  const { position, background, format, quality } = wanted
  return {
    ...sidesFor(wanted, { width, height }, source),
    ...(hasPosition(wanted) && position !== 'center' && { position }),
    ...(hasBackground(wanted) && background !== undefined && { background }),
    format,
    ...(hasQuality(wanted, sourceType) && { quality }),
  }
}

/**
 * With linked sides each picture keeps its shape: that of the sides as typed if it is its own, else the longer side of
 * them counts. The shape of a picture that the browser cannot show is known to the service alone.
 */
function sidesFor({ isLinked, fit }: Wanted, typed: Sides, source: Sides | undefined) {
  if (!isLinked) return { ...typed, fit }
  if (!source) return { ...typed, fit: 'inside' as const }
  const isOwnShape =
    otherSide('width', typed.width, source) === typed.height ||
    otherSide('height', typed.height, source) === typed.width
  if (isOwnShape) return { ...typed, fit }
  const { width, height } = sidesWithin(Math.max(typed.width, typed.height), source)
  return { width: Number(width), height: Number(height), fit }
}
