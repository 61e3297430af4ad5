import { isGreyProfile } from './icc-profile.ts'
import type { Bitmap } from './orient.ts'

/** A pixel's alpha in full, in the order of bytes that this machine has. */
const [OPAQUE = 0] = new Int32Array(Uint8Array.of(0, 0, 0, 0xff).buffer)

/** In which colours a result is written. */
export interface ColourModel {
  /** One channel for red, green and blue, which are equal everywhere. */
  readonly grey: boolean
  /** Whether every pixel is opaque: alpha is written only if one is not. */
  readonly opaque: boolean
  /** The ICC profile that is embedded. */
  readonly profile: Uint8Array | undefined
}

/**
 * The one rule for grey, palettes and 16 bits. A result has 8 bits per channel. It is grey if all of its pixels are (red,
 * green and blue equal), else RGB, and it has alpha only if a pixel is not opaque, as far as its format can have that.
 * Palettes become colours; GIF alone has one. So the pixels decide and the profile, never how the source was stored.
 *
 * A profile for RGB needs RGB pixels: with one, grey pictures are written as RGB. A profile for grey needs grey pixels:
 * a picture that has colours, of its background for instance, is written without it.
 * @param profile what the source embeds, as `profileOf` gives it
 */
export function colourModelOf(bitmap: Bitmap, profile?: Uint8Array): ColourModel {
  const { grey, opaque } = scan(bitmap)
  if (profile === undefined) return { grey, opaque, profile }
  if (!isGreyProfile(profile)) return { grey: false, opaque, profile }
  return { grey, opaque, profile: grey ? profile : undefined }
}

/** Looks at all pixels, the invisible ones too: they are part of a result. */
function scan({ data }: Bitmap): Pick<ColourModel, 'grey' | 'opaque'> {
  return { grey: isGrey(data), opaque: isOpaque(data) }
}

function isGrey(data: Uint8Array): boolean {
  for (let at = 0; at < data.length; at += 4) {
    const green = data[at + 1]
    if (data[at] !== green || data[at + 2] !== green) return false
  }
  return true
}

/** Pixels are read as words, which is much faster. */
function isOpaque(data: Uint8Array): boolean {
  const { buffer, byteOffset, length } = data.byteOffset % 4 === 0 ? data : new Uint8Array(data)
  const pixels = new Int32Array(buffer, byteOffset, length >> 2)
  let common = -1
  for (let at = 0; at < pixels.length; at++) common &= pixels[at] ?? 0
  return (common & OPAQUE) === OPAQUE
}
