import type { DecodeOptions, EncodeOptions } from './codec.ts'
import type { ResultFormat } from './engine.ts'
import type { Sides } from './geometry.ts'
import type { Bitmap } from './orient.ts'

/** A decoded source, as it is stored: not yet upright. */
export interface Decoded {
  readonly bitmap: Bitmap
  /** Whether it is known that every pixel is opaque. */
  readonly opaque: boolean
}

/** The three steps in which one engine differs from the other. The rest of the way is the same for all of them. */
export interface Steps {
  /**
   * Decodes an inspected source after every check that costs as much as decoding.
   * @throws Failure `picture-malformed` for whatever a decoder refuses, `engine-out-of-memory`
   */
  decode(source: Uint8Array, options: DecodeOptions): Promise<Decoded>

  /** Scales the part of a source that is to be seen. */
  scale(part: Decoded, sides: Sides): Bitmap

  encode(result: Bitmap, format: ResultFormat, options: EncodeOptions): Promise<Uint8Array>
}
