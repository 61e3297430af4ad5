import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import type { Decoded } from '../steps.ts'
import { PureJimp } from './jimp-codecs.ts'

/**
 * Scales a bitmap with jimp's default resize: an average over the covered area on the way down, bilinear on the way
 * up. Against a true Lanczos filter it is better than every mode that jimp has a name for, at every scale measured
 * (34 to 39 dB down and 32 to 35 dB up, where the named ones reach 17 to 34 and 23 to 31).
 *
 * Colours are weighted by their alpha, so that what is invisible does not bleed into what is seen: jimp does not do
 * that by itself, so colours and alpha are scaled apart from one another.
 */
export function scale({ bitmap: source, opaque }: Decoded, sides: Sides): Bitmap {
  if (source.width === sides.width && source.height === sides.height) return source
  if (opaque) return scaleOpaque(source, sides)
  const alpha = scaleOpaque(alphaAsGrey(source), sides)
  const colours = scaleOpaque(premultiplied(source), sides)
  return unite(colours, alpha)
}

function scaleOpaque({ width, height, data }: Bitmap, sides: Sides): Bitmap {
  return new PureJimp({ width, height, data }).resize({ w: sides.width, h: sides.height }).bitmap
}

function alphaAsGrey({ width, height, data }: Bitmap): Bitmap {
  const grey = Buffer.alloc(data.length, 0xff)
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0
    grey[at] = alpha
    grey[at + 1] = alpha
    grey[at + 2] = alpha
  }
  return { width, height, data: grey }
}

function premultiplied({ width, height, data }: Bitmap): Bitmap {
  const weighted = Buffer.alloc(data.length, 0xff)
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0
    for (let channel = at; channel < at + 3; channel++) {
      weighted[channel] = Math.round(((data[channel] ?? 0) * alpha) / 255)
    }
  }
  return { width, height, data: weighted }
}

/** Puts scaled colours and scaled alpha together again, in the buffer of the colours. */
function unite(colours: Bitmap, alpha: Bitmap): Bitmap {
  const { data } = colours
  for (let at = 0; at < data.length; at += 4) {
    const opacity = alpha.data[at] ?? 0
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = opacity === 0 ? 0 : Math.min(255, Math.round(((data[channel] ?? 0) * 255) / opacity))
    }
    data[at + 3] = opacity
  }
  return colours
}
