import { createJimp } from '@jimp/core'
import { bmpCodec } from '../formats/bmp/bmp-codec.ts'
import { gifCodec } from '../formats/gif/gif-codec.ts'
import { tiffCodec } from '../formats/tiff/tiff-codec.ts'
import { webpCodec } from '../formats/webp/webp-codec.ts'
import { jpegCodec } from './jpeg-codec.ts'
import { pngCodec } from './png-codec.ts'
import { resizePlugin } from './resize-plugin.ts'

/** jimp with its own codecs and resize, behind our checks. */
export const PureJimp = createJimp({
  formats: [pngCodec, jpegCodec, gifCodec, bmpCodec, tiffCodec, webpCodec],
  plugins: [resizePlugin],
})
