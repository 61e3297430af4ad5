import { readBytes } from '../../bytes.ts'
import type { Sides } from '../../geometry.ts'
import { malformed } from '../../refusals.ts'

const SIDE_BITS = 0x3fff
const LAST_PROFILE = 3
const LOSSLESS_SIGNATURE = 0x2f

/**
 * The sides in a `VP8 ` chunk: one key frame that is shown (RFC 6386, 9.1 and 19.1), whose first partition leaves bytes
 * for others.
 * @throws Failure `picture-malformed`
 */
export function readLossySides(body: Uint8Array): Sides {
  const bytes = readBytes(body)
  const tag = bytes.u16le(0) | (bytes.u8(2) << 16)
  const isKeyFrame = (tag & 1) === 0
  const profile = (tag >> 1) & 7
  const isShown = ((tag >> 4) & 1) === 1
  const firstPartitionBytes = tag >> 5
  if (!isKeyFrame || !isShown || profile > LAST_PROFILE || !bytes.has(3, '\x9d\x01\x2a')) {
    throw malformed('The WebP has no key frame.')
  }
  if (firstPartitionBytes >= body.length) throw malformed('The WebP ends before its pixels are complete.')
  const [width, height] = [bytes.u16le(6) & SIDE_BITS, bytes.u16le(8) & SIDE_BITS]
  if (width === 0 || height === 0) throw malformed('The WebP has no pixels.')
  return { width, height }
}

/**
 * The sides in a `VP8L` chunk (RFC 9649, 3.4). Its bit about alpha is a hint alone.
 * @throws Failure `picture-malformed`
 */
export function readLosslessSides(body: Uint8Array): Sides {
  const bytes = readBytes(body)
  const packed = bytes.u32le(1)
  const version = packed >>> 29
  if (bytes.u8(0) !== LOSSLESS_SIGNATURE || version !== 0) throw malformed('The WebP has no lossless pixels.')
  return { width: (packed & SIDE_BITS) + 1, height: ((packed >>> 14) & SIDE_BITS) + 1 }
}

/**
 * Checks the first byte of an `ALPH` chunk (RFC 9649, 2.7.1.2), and the length of alpha that is not compressed.
 * @throws Failure `picture-malformed`
 */
export function checkAlpha(body: Uint8Array, { width, height }: Sides): void {
  const head = readBytes(body).u8(0)
  const compression = head & 3
  const preprocessing = (head >> 4) & 3
  if (compression > 1 || preprocessing > 1) throw malformed('The WebP has alpha of an unknown kind.')
  if (compression === 0 && body.length - 1 < width * height) {
    throw malformed('The WebP ends before its alpha is complete.')
  }
}
