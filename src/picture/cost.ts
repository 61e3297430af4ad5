import type { ResizeRequest } from './engine.ts'
import type { Format } from './formats/format.ts'
import { inspect, type SourceLimits } from './inspect.ts'

/** What is known of a source without its bytes. */
export interface SourceFacts {
  readonly format: string
  readonly width: number
  readonly height: number
}

/** Nanoseconds to decode a pixel and scale it, measured with photographs on one core of the accelerated engine. */
const OF_A_SOURCE_PIXEL: Readonly<Record<Format, number>> = { jpeg: 15, png: 15, bmp: 10, gif: 45, webp: 70, tiff: 80 }

/** To encode a pixel, as PNG. */
const OF_A_RESULT_PIXEL = 60

/** What the smallest picture takes. */
const OF_ANY_MS = 2

const NANOSECONDS = 1e6

/** What counts for a picture of which nothing is known: as much as a JPEG of 12 megapixels. */
export const UNKNOWN_COST_MS = 180

/**
 * How long a slot will work on a picture, in milliseconds: by the order of magnitude, since headers do not tell how
 * hostile a source is. It decides about the order of pictures, never about a result.
 */
export function estimateCost({ format, width, height }: SourceFacts, wanted: Pick<ResizeRequest, 'width' | 'height'>) {
  const ofSource = format in OF_A_SOURCE_PIXEL ? OF_A_SOURCE_PIXEL[format as Format] : OF_A_SOURCE_PIXEL.tiff
  const resultWidth = wanted.width ?? ((wanted.height ?? 0) * width) / height
  const resultHeight = wanted.height ?? ((wanted.width ?? 0) * height) / width
  const pixels = width * height * ofSource + resultWidth * resultHeight * OF_A_RESULT_PIXEL
  return OF_ANY_MS + pixels / NANOSECONDS
}

/** A longer source is not small; its header, with checksums over all of it, would hold up the event loop. */
const LOOKED_INTO_BYTES = 512 * 1024

/** The same, of a source that is there. What will be refused costs next to nothing. */
export function costOf(source: Uint8Array, request: ResizeRequest, limits: SourceLimits): number {
  if (source.length > LOOKED_INTO_BYTES) return UNKNOWN_COST_MS
  try {
    return estimateCost(inspect(source, limits), request)
  } catch {
    return OF_ANY_MS
  }
}
