import type { Sides } from './geometry.ts'
import type { Header } from './header.ts'
import type { Limits } from './limits.ts'
import type { Bitmap } from './orient.ts'

/** A decoded source, as it is stored: not yet upright. */
export interface Decoded {
  readonly bitmap: Bitmap
  /** Whether every pixel is opaque. */
  readonly opaque: boolean
}

/** The three steps in which one engine differs from the other. The rest of the way is the same for all of them. */
export interface Steps {
  /**
   * Decodes an inspected source after every check that costs as much as decoding.
   * @param needed the fewest pixels that do for the result, along the stored sides: a decoder that can decode to less
   *   than the source has may do so, never to less than these
   * @throws Failure `picture-malformed` for whatever a decoder refuses, `engine-out-of-memory`
   */
  decode(source: Uint8Array, header: Header, needed: Sides, limits: Limits): Promise<Decoded>

  /** Scales the part of a source that is to be seen. */
  scale(part: Decoded, sides: Sides): Bitmap

  /** Encodes a result as PNG: RGB when it is opaque, else RGBA. */
  encode(result: Bitmap): Promise<Uint8Array>
}
