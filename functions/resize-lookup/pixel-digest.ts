import type { Engine } from '../../src/picture/engine.ts'
import { inspect } from '../../src/picture/inspect.ts'
import type { Limits } from '../../src/picture/limits.ts'

/**
 * The pixel digest of a picture as it is, undefined when no result can be that large. The engine makes the same picture
 * of it, at its own size and as it is stored, in a format that keeps every pixel, and so reads its pixels on the way.
 *
 * The promise rejects with a Failure `picture-…` or `engine-…`.
 */
export type PixelDigestOf = (picture: Uint8Array) => Promise<string | undefined>

/** @param giveUp ends what the engine is reading */
export function createPixelDigest(parts: { engine: Engine; limits: Limits; giveUp: AbortSignal }): PixelDigestOf {
  const { engine, limits, giveUp } = parts
  return async (picture) => {
    const { storedWidth: width, storedHeight: height } = inspect(picture, limits)
    if (Math.max(width, height) > limits.maxSide) return undefined
    const same = { width, height, fit: 'fill', upright: false, format: 'png' } as const
    return (await engine.resize(picture, same, giveUp)).pixelDigest
  }
}
