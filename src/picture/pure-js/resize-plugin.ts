import { methods as stock } from '@jimp/plugin-resize'
import type { JimpClass } from '@jimp/types'
import { isOpaque } from '../canvas.ts'
import type { Bitmap } from '../orient.ts'

/** What a picture is to be resized to; whether all of it is opaque is looked up when nobody says so. */
interface ResizeOptions {
  readonly w: number
  readonly h: number
  readonly opaque?: boolean
}

/**
 * jimp's default resize as the plugin of our jimp class: an average over the covered area on the way down, bilinear on
 * the way up. Against a true Lanczos filter it is better than every mode that jimp has a name for, at every scale
 * measured (34 to 39 dB down and 32 to 35 dB up, where the named ones reach 17 to 34 and 23 to 31).
 *
 * Colours are weighted by their alpha, so that what is invisible does not bleed into what is seen: jimp does not do
 * that by itself, so colours and alpha are scaled apart from one another.
 */
export const resizePlugin = {
  resize<P extends { bitmap: Bitmap }>(picture: P, options: ResizeOptions): P {
    const source = picture.bitmap
    picture.bitmap =
      (options.opaque ?? isOpaque(source))
        ? scaleOpaque(source, options)
        : unite(scaleOpaque(premultiplied(source), options), scaleOpaque(alphaAsGrey(source), options))
    return picture
  },
}

function scaleOpaque({ width, height, data }: Bitmap, { w, h }: ResizeOptions): Bitmap {
  const picture = { bitmap: { width, height, data } } as JimpClass
  return stock.resize(picture, { w, h }).bitmap
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
