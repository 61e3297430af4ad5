import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import { type Bytes, readBytes } from './bytes.ts'
import { readBmpHeader } from './formats/bmp/bmp-header.ts'
import type { Format } from './formats/format.ts'
import { readGifHeader } from './formats/gif/gif-header.ts'
import { readJpegHeader } from './formats/jpeg/jpeg-header.ts'
import { readPngHeader } from './formats/png/png-header.ts'
import { readTiffHeader } from './formats/tiff/tiff-header.ts'
import { readWebpHeader } from './formats/webp/webp-header.ts'
import type { Header } from './header.ts'
import type { Limits } from './limits.ts'
import { foreignFormat, sniff } from './sniff.ts'

const HEADER_READERS: Readonly<Record<Format, (bytes: Bytes) => Header>> = {
  png: readPngHeader,
  jpeg: readJpegHeader,
  gif: readGifHeader,
  bmp: readBmpHeader,
  webp: readWebpHeader,
  tiff: readTiffHeader,
}

/** The limits that are checked before anything is decoded. */
export type SourceLimits = Pick<
  Limits,
  'maxSourceBytes' | 'maxSourceSide' | 'maxSourcePixels' | 'maxProgressivePixels' | 'maxFrames' | 'maxScans'
>

/**
 * The cheap check of a source: length, allow-list, header and limits. Nothing is inflated or decoded, memory does not
 * grow with what the header declares, and the time is bounded by the length of `source`.
 * @throws Failure `picture-empty`, `picture-too-large`, `picture-format-not-supported`, `picture-malformed`,
 *   `picture-variant-not-supported`, `picture-sides-too-large`, `picture-too-many-frames`, `picture-too-many-pixels`,
 *   `picture-too-many-scans`
 */
export function inspect(source: Uint8Array, limits: SourceLimits): Header {
  return inspectBytes(readBytes(source), limits)
}

/** {@link inspect} for bytes some of which may be still to come. */
export function inspectBytes(bytes: Bytes, limits: SourceLimits): Header {
  if (bytes.length === 0) throw new Failure('picture-empty')
  bound('picture-too-large', 'bytes', bytes.length, limits.maxSourceBytes)
  const format = sniff(bytes)
  if (!format) throw notSupported(bytes)
  const header = HEADER_READERS[format](bytes)
  checkLimits(header, limits)
  return header
}

function notSupported(bytes: Bytes): Failure {
  const name = foreignFormat(bytes)
  const what = name ? `The picture is ${name}.` : 'The bytes are no known picture.'
  return new Failure('picture-format-not-supported', {
    detail: `${what} PNG, JPEG, GIF, BMP, TIFF and WebP are supported.`,
  })
}

function checkLimits(header: Header, limits: SourceLimits): void {
  const { storedWidth, storedHeight, frames } = header
  const pixels = storedWidth * storedHeight * frames
  bound('picture-sides-too-large', 'pixels on a side', Math.max(storedWidth, storedHeight), limits.maxSourceSide)
  bound('picture-too-many-frames', 'frames', frames, limits.maxFrames)
  bound('picture-too-many-pixels', 'pixels', pixels, limits.maxSourcePixels)
  if (header.format === 'jpeg') {
    bound('picture-too-many-scans', 'scans', header.scans, limits.maxScans)
    if (header.progressive) bound('picture-too-many-pixels', 'progressive pixels', pixels, limits.maxProgressivePixels)
  }
}

function bound(code: ErrorCode, what: string, value: number, limit: number): void {
  if (value > limit) throw new Failure(code, { detail: `The picture has ${value} ${what}, ${limit} are allowed.` })
}
