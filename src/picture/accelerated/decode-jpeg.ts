import type { Sides } from '../geometry.ts'
import type { JpegColours, JpegHeader } from '../jpeg-header.ts'
import { APP14, EOI, SOI } from '../jpeg-segments.ts'
import type { Bitmap } from '../orient.ts'
import { CMYK, type DecodeTurbo, RGBA } from './jpeg-turbo.ts'

const SCALE_DENOMINATOR = 8

const JFIF = Buffer.from('ffe000104a46494600010100000100010000', 'hex')
const adobe = (transform: number) => Buffer.from(`ffee000e41646f62650064000000000${transform}`, 'hex')

/** The segment by which libjpeg knows colours, so that it follows our header and does not guess by itself. */
const COLOUR_SEGMENT: Readonly<Record<JpegColours, Buffer>> = {
  grey: JFIF,
  ycc: JFIF,
  rgb: adobe(0),
  cmyk: adobe(0),
  ycck: adobe(2),
}

/**
 * How much larger than needed a JPEG is decoded at least: what the inverse DCT leaves out is what a filter would still
 * see at the last step down. With less, pictures full of lines come out below 30 dB against the pure-js engine.
 */
const MARGIN = 1.2

/**
 * Decodes a JPEG to a fraction of its sides that is enough: the inverse DCT then makes fewer pixels, and most of the
 * time of a large picture is saved. Four inks are decoded whole: they are multiplied, and the product of averages is not
 * the average of products.
 * @throws Failure `picture-malformed`, `engine-out-of-memory`
 */
export function decodeJpeg(header: JpegHeader, needed: Sides, decodeTurbo: DecodeTurbo): Bitmap {
  const stored = { width: header.storedWidth, height: header.storedHeight }
  if (header.colours !== 'cmyk' && header.colours !== 'ycck') {
    return decodeTurbo(bareJpeg(header), scaledSides(stored, needed), RGBA)
  }
  const bitmap = decodeTurbo(bareJpeg(header), stored, CMYK)
  inksToColours(bitmap.data)
  return bitmap
}

/** The sides × M/8, rounded up as libjpeg does, with the smallest M from 1 to 8 that keeps the margin. */
export function scaledSides(stored: Sides, needed: Sides): Sides {
  for (let numerator = 1; numerator < SCALE_DENOMINATOR; numerator++) {
    const width = Math.ceil((stored.width * numerator) / SCALE_DENOMINATOR)
    const height = Math.ceil((stored.height * numerator) / SCALE_DENOMINATOR)
    if (width >= needed.width * MARGIN && height >= needed.height * MARGIN) return { width, height }
  }
  return stored
}

/** The source reduced to what makes its pixels, and to one plain word about its colours. */
function bareJpeg({ colours, pixelSegments }: JpegHeader): Buffer {
  const segments = pixelSegments.filter(({ marker }) => marker !== APP14).map(({ whole }) => whole)
  return Buffer.concat([Buffer.of(0xff, SOI), COLOUR_SEGMENT[colours], ...segments, Buffer.of(0xff, EOI)])
}

/** Four inks, stored as Adobe does (255: none), to red, green, blue, opaque: each colour is what two inks let through. */
function inksToColours(pixels: Buffer): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const black = pixels[at + 3] ?? 0
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = ((pixels[channel] ?? 0) * black + 127) / 255
    }
    pixels[at + 3] = 0xff
  }
}
