import type { Sides } from '../geometry.ts'

/** A picture in deflated, filtered scanlines: what a PNG is made of. */
export interface PixelStream extends Sides {
  /** The zlib stream, in the pieces in which it came. What follows its end is not looked at. */
  readonly deflated: readonly Uint8Array[]
  /** One for the whole picture, or those of an interlaced one, in order. */
  readonly passes: readonly Pass[]
  readonly bitsPerPixel: number
  readonly samples: Samples
}

/** The pixels that some of the scanlines hold: every `columnStep`th one from `left` on, every `rowStep`th row from `top` on. */
export interface Pass {
  readonly left: number
  readonly top: number
  readonly columnStep: number
  readonly rowStep: number
  readonly columns: number
  readonly rows: number
}

/** What a row's samples mean. */
export type Samples = Indices | Channels

/** Indices of 1, 2, 4 or 8 bits, and the colour of each one, red in the lowest byte. There may be fewer colours. */
export interface Indices {
  readonly bits: number
  readonly colours: Uint32Array
}

/** Samples of 8 bits or, `deep`, of 16: of grey, grey and alpha, red green and blue, these and alpha. */
export interface Channels {
  readonly channels: 1 | 2 | 3 | 4
  readonly deep: boolean
  /** The colour that is transparent, by its red, green and blue in the depth of the samples. */
  readonly transparent?: readonly [number, number, number]
}

/** Bytes of a scanline without its filter's byte. */
export const bytesOfRow = ({ bitsPerPixel }: PixelStream, { columns }: Pass) => Math.ceil((columns * bitsPerPixel) / 8)
