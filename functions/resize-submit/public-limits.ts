import type { Limits } from '../../src/picture/limits.ts'

/** The limits that concern whoever hands in a picture; how the engine is bounded is nobody's business. */
export type PublicLimits = ReturnType<typeof toPublicLimits>

/** Picks them: bytes, pixels, frames. The page shows them, and refuses early what would be refused anyway. */
export function toPublicLimits(limits: Limits) {
  const { maxSourceBytes, maxSourceSide, maxSourcePixels, maxFrames, maxSide, maxResultPixels, maxResultBytes } = limits
  return { maxSourceBytes, maxSourceSide, maxSourcePixels, maxFrames, maxSide, maxResultPixels, maxResultBytes }
}
