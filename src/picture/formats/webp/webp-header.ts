import { type Bytes, readBytes } from '../../bytes.ts'
import { type Orientation, readExifOrientation, swapsSides } from '../../exif-orientation.ts'
import type { Sides } from '../../geometry.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed } from '../../refusals.ts'
import { createWebpWalk, type WalkWebpChunks, type WebpChunk, walkWebp } from './webp-chunks.ts'
import { readAnimationFrame, readWebpFrame, type WebpFrame } from './webp-frame.ts'

/** A WebP whose chunks stand as they must. Frames are counted; the first one, on the canvas, is the picture. */
export interface WebpHeader extends HeaderFacts {
  readonly format: 'webp'
  readonly firstFrame: WebpFrame
  /** The ICC profile. */
  readonly profile: Uint8Array | undefined
}

/** What the `VP8X` chunk says (RFC 9649, 2.7). A chunk whose flag is missing is ignored, as by libwebp. */
interface Extension {
  readonly canvas: Sides
  readonly animated: boolean
  readonly hasExif: boolean
  readonly hasProfile: boolean
}

const EXTENSION_BYTES = 10
const FLAGS = { animated: 0x02, exif: 0x08, profile: 0x20 } as const
const MAX_CANVAS_PIXELS = 0xffffffff
const ANIMATION_BYTES = 6

/**
 * Reads a WebP's chunks without decoding anything (RFC 9649).
 * @throws Failure `picture-malformed`
 */
export function readWebpHeader(bytes: Bytes): WebpHeader {
  const walk = createWebpWalk()
  const chunks = walkWebp(bytes, walk)
  const first: WebpChunk | undefined = chunks.next().value
  if (!first) throw malformed('The WebP has no chunk.')
  if (first.type === 'VP8X') return readExtended(first, chunks, walk)
  const firstFrame = readWebpFrame([first])
  return factsOf({ canvas: firstFrame, frames: 1, firstFrame, orientation: 1, profile: undefined })
}

function readExtended(first: WebpChunk, chunks: Iterable<WebpChunk>, walk: WalkWebpChunks): WebpHeader {
  const { canvas, animated, hasExif, hasProfile } = readExtension(first)
  let exif: Uint8Array | undefined
  let profile: Uint8Array | undefined
  let animation: WebpChunk | undefined
  const still: WebpChunk[] = []
  const frames: WebpFrame[] = []
  for (const chunk of chunks) {
    const { type, body } = chunk
    if (type === 'EXIF' && hasExif) exif ??= body
    else if (type === 'ICCP' && hasProfile) profile ??= body
    else if (type === 'ANIM' && body.length >= ANIMATION_BYTES) animation ??= chunk
    else if (type === 'ANMF' && animated) {
      if (!animation) throw malformed('A frame of the WebP stands before what makes it an animation.')
      frames.push(readAnimationFrame(chunk, canvas, walk))
    } else still.push(chunk)
  }
  const firstFrame = animated ? frames[0] : readWebpFrame(still)
  if (!firstFrame) throw malformed('The WebP has no frame.')
  if (!animated && (firstFrame.width !== canvas.width || firstFrame.height !== canvas.height)) {
    throw malformed('The WebP has other sides than its picture.')
  }
  const orientation = exif ? orientationOf(exif) : 1
  return factsOf({ canvas, frames: Math.max(1, frames.length), firstFrame, orientation, profile })
}

function readExtension({ body }: WebpChunk): Extension {
  const bytes = readBytes(body)
  if (body.length !== EXTENSION_BYTES) throw malformed('The VP8X chunk of the WebP has a wrong length.')
  const flags = bytes.u8(0)
  const u24le = (at: number) => bytes.u16le(at) | (bytes.u8(at + 2) << 16)
  const canvas = { width: u24le(4) + 1, height: u24le(7) + 1 }
  if (canvas.width * canvas.height > MAX_CANVAS_PIXELS) throw malformed('The canvas of the WebP is too large.')
  return {
    canvas,
    animated: (flags & FLAGS.animated) !== 0,
    hasExif: (flags & FLAGS.exif) !== 0,
    hasProfile: (flags & FLAGS.profile) !== 0,
  }
}

/** Some writers keep the name that EXIF has in front of it in a JPEG. */
function orientationOf(exif: Uint8Array): Orientation {
  return readExifOrientation(readBytes(exif).has(0, 'Exif\0\0') ? exif.subarray(6) : exif)
}

interface Parts extends Pick<WebpHeader, 'frames' | 'firstFrame' | 'orientation' | 'profile'> {
  readonly canvas: Sides
}

function factsOf({ canvas, firstFrame, orientation, ...rest }: Parts): WebpHeader {
  const { width: storedWidth, height: storedHeight } = canvas
  const [width, height] = swapsSides(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  const isCovered = firstFrame.width === storedWidth && firstFrame.height === storedHeight
  const hasAlpha = !isCovered || firstFrame.alpha !== undefined || firstFrame.pixels.type === 'VP8L'
  return { format: 'webp', width, height, storedWidth, storedHeight, orientation, hasAlpha, firstFrame, ...rest }
}
