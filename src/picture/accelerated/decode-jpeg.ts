import type { JpegColours, JpegHeader } from '../formats/jpeg/jpeg-header.ts'
import { APP14, EOI, SOI } from '../formats/jpeg/jpeg-segments.ts'
import { readSequentialJpeg, type SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import { isReduced, type Sides } from '../geometry.ts'
import { scaledSides } from '../kernel/jpeg-reading-plan.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'
import type { Needed } from '../plan.ts'
import { CMYK, type DecodeTurbo, RGBA } from './jpeg-turbo.ts'

const EIGHTHS = 8

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
 * How much larger than needed a JPEG is decoded at least: what the inverse DCT leaves out is what a filter would still see
 * at the last step down. With this much, photographs come out 50 dB near to what a filter makes of the whole picture. The
 * fewer samples are made of a block, the more each of them is off: so for one and for two eighths it takes more.
 */
const MARGINS = [2.6, 2]
const MARGIN = 1.55

/**
 * Decodes a JPEG to a fraction of its sides that is enough: the inverse DCT then makes fewer pixels, and most of the
 * time of a large picture is saved. Nearly all JPEGs are of the plain kind that the kernel reads; libjpeg-turbo has the
 * others, and the last word on those that are damaged. Four inks are decoded whole: they are multiplied, and the product
 * of averages is not the average of products.
 * @throws Failure `picture-malformed`, `engine-out-of-memory`
 */
export function decodeJpeg(header: JpegHeader, needed: Needed, kernel: Kernel, decodeTurbo: DecodeTurbo): Bitmap {
  const stored = { width: header.storedWidth, height: header.storedHeight }
  if (header.colours === 'cmyk' || header.colours === 'ycck') {
    const bitmap = decodeTurbo(bareJpeg(header), stored, CMYK)
    inksToColours(bitmap.data)
    return bitmap
  }
  const eighths = enoughEighths(stored, needed)
  const plain = readSequentialJpeg(header)
  const read = plain && readPlain(plain, eighths, needed, kernel)
  return read ?? decodeTurbo(bareJpeg(header), scaledSides(stored, eighths), RGBA)
}

/** When the whole picture is to be made smaller, that is done on the way. */
function readPlain(plain: SequentialJpeg, eighths: number, needed: Needed, kernel: Kernel): Bitmap | undefined {
  const isStraight = needed.exactly && isReduced(plain, needed)
  return isStraight ? kernel.readResizedJpeg(plain, eighths, needed) : kernel.readJpeg(plain, eighths)
}

/** The fewest eighths of the sides, 1 to 8, that keep the margin. */
export function enoughEighths(stored: Sides, needed: Sides): number {
  for (let eighths = 1; eighths < EIGHTHS; eighths++) {
    const { width, height } = scaledSides(stored, eighths)
    const margin = MARGINS[eighths - 1] ?? MARGIN
    if (width >= needed.width * margin && height >= needed.height * margin) return eighths
  }
  return EIGHTHS
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
