import { readBytes } from '../../bytes.ts'
import type { Rectangle, Sides } from '../../geometry.ts'
import { malformed } from '../../refusals.ts'
import { checkAlpha, readLosslessSides, readLossySides } from './webp-bitstream.ts'
import type { WalkWebpChunks, WebpChunk } from './webp-chunks.ts'

/** A still WebP, or one frame of an animated one: where it lies on the canvas and what makes its pixels. */
export interface WebpFrame extends Rectangle {
  /** `VP8 ` or `VP8L`. */
  readonly pixels: WebpChunk
  /** `ALPH`, beside lossy pixels only: lossless ones have their own alpha. */
  readonly alpha: WebpChunk | undefined
}

/** Place, sides, duration and flags (RFC 9649, 2.7.1.1). */
const FRAME_HEAD_BYTES = 16

/**
 * Reads the picture that these chunks make, in the upper left corner. Unknown chunks do not matter.
 * @throws Failure `picture-malformed`
 */
export function readWebpFrame(chunks: Iterable<WebpChunk>): WebpFrame {
  let alpha: WebpChunk | undefined
  let pixels: WebpChunk | undefined
  for (const chunk of chunks) {
    if (chunk.type === 'ALPH' && !pixels) alpha ??= chunk
    if (chunk.type !== 'VP8 ' && chunk.type !== 'VP8L') continue
    if (pixels) throw malformed('The WebP has more than one picture where one can be.')
    pixels = chunk
  }
  if (!pixels) throw malformed('The WebP has no picture.')
  if (pixels.type === 'VP8L') {
    return { left: 0, top: 0, ...readLosslessSides(pixels.body), pixels, alpha: undefined }
  }
  const sides = readLossySides(pixels.body)
  if (alpha) checkAlpha(alpha.body, sides)
  return { left: 0, top: 0, ...sides, pixels, alpha }
}

/**
 * Reads an `ANMF` chunk: a frame that lies on the canvas, with a picture of its sides.
 * @throws Failure `picture-malformed`
 */
export function readAnimationFrame({ body }: WebpChunk, canvas: Sides, walk: WalkWebpChunks): WebpFrame {
  const bytes = readBytes(body)
  const u24le = (at: number) => bytes.u16le(at) | (bytes.u8(at + 2) << 16)
  const [left, top] = [2 * u24le(0), 2 * u24le(3)]
  const [width, height] = [u24le(6) + 1, u24le(9) + 1]
  if (left + width > canvas.width || top + height > canvas.height) {
    throw malformed('A frame of the WebP does not lie on its canvas.')
  }
  const frame = readWebpFrame(walk(bytes, FRAME_HEAD_BYTES, body.length))
  if (frame.width !== width || frame.height !== height) {
    throw malformed('A frame of the WebP has other sides than its picture.')
  }
  return { ...frame, left, top }
}
