import { ALPHA_FLAG, createUnpaddedWebp, createWebpExtension } from './create-webp.ts'
import type { WebpFrame } from './webp-frame.ts'

/**
 * A frame as a still WebP. The padding of its pixels is left out: libwebp takes everything up to the end for pixels, and
 * with one more byte it completes some that are cut off.
 */
export function plainWebp(frame: WebpFrame): Buffer {
  const { pixels, alpha } = frame
  return createUnpaddedWebp(alpha ? [createWebpExtension(frame, ALPHA_FLAG), alpha, pixels] : [pixels])
}
