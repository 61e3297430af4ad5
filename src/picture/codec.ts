import type { Format as JimpFormat } from '@jimp/types'
import { Failure } from '../errors/failure.ts'
import type { ResultFormat } from './engine.ts'
import type { Format } from './formats/format.ts'
import type { Header } from './header.ts'
import { inspect } from './inspect.ts'
import { type Limits, limitSettings } from './limits.ts'
import type { Bitmap } from './orient.ts'
import type { Needed } from './plan.ts'

/** What a decoder is told beside a source's bytes. */
export interface DecodeOptions<H extends Header = Header> {
  /** The header of these bytes: they have been inspected. */
  readonly header: H
  /**
   * The fewest pixels that do for the result, along the stored sides: a decoder that can decode to less than the source
   * has may do so, never to less than these; what is needed exactly, it may scale itself.
   */
  readonly needed: Needed
  readonly limits: Limits
}

/** What an encoder is told beside the pixels. A format that has no use for one of these ignores it. */
export interface EncodeOptions {
  /** 1 to 100. */
  readonly quality: number
  /** The ICC profile by which the colours are meant; sRGB without one. */
  readonly profile?: Uint8Array | undefined
}

/** A codec as the engine calls it. */
export interface CodecCalls {
  readonly mime: string
  decode(source: Buffer, options: DecodeOptions): Promise<Bitmap>
  encode(bitmap: Bitmap, options: EncodeOptions): Buffer | Promise<Buffer>
}

/** How a format is decoded and encoded, in the shape that jimp's `createJimp({ formats })` takes. */
export type Codec = () => JimpFormat & CodecCalls

type HeaderOf<F extends Format> = Extract<Header, { readonly format: F }>

/** The two directions of a codec. */
export interface CodecParts<F extends Format> {
  readonly format: F
  /** @throws anything for what the decoder refuses */
  decode(source: Buffer, options: DecodeOptions<HeaderOf<F>>): Bitmap | Promise<Bitmap>
  /** The pixels are upright and flattened where the format knows no transparency. */
  encode(bitmap: Bitmap, options: EncodeOptions): Buffer | Promise<Buffer>
}

export const DEFAULT_QUALITY = 80

export const mimeOf = (format: Format | ResultFormat): string => `image/${format}`

/**
 * Makes a codec of its two directions. Within the engine it is told everything; when it is used as a part of jimp alone,
 * it inspects the source by itself, with the default limits, and decodes it whole.
 */
export function createCodec<F extends Format>({ format, decode, encode }: CodecParts<F>): Codec {
  const isOwn = (header: Header): header is HeaderOf<F> => header.format === format
  const codec = {
    mime: mimeOf(format),
    // jimp would lay the pixels on its own background otherwise, one by one; we flatten them before.
    hasAlpha: true,
    async decode(source: Buffer, { header, ...options }: DecodeOptions = standAlone(source)) {
      if (!isOwn(header)) throw new Failure('internal', { message: `A ${header.format} in the codec of ${format}.` })
      return { ...(await decode(source, { header, ...options })) }
    },
    encode: (bitmap: Bitmap, options: EncodeOptions = { quality: DEFAULT_QUALITY }) => encode(bitmap, options),
  }
  // jimp's types know the options of its own formats only; it passes on whatever it is given.
  return () => codec as typeof codec & JimpFormat
}

function standAlone(source: Buffer): DecodeOptions {
  const limits = limitSettings.read({})
  const header = inspect(source, limits)
  return { header, needed: { width: header.storedWidth, height: header.storedHeight, exactly: false }, limits }
}
