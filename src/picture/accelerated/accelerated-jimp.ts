import { createJimp } from '@jimp/core'
import { bmpCodec } from '../formats/bmp/bmp-codec.ts'
import { gifCodec } from '../formats/gif/gif-codec.ts'
import { tiffCodec } from '../formats/tiff/tiff-codec.ts'
import { webpCodec } from '../formats/webp/webp-codec.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { createJpegCodec } from './jpeg-codec.ts'
import { createPngCodec } from './png-codec.ts'
import { createResizePlugin } from './resize-plugin.ts'

const kernel = loadKernel()

/** jimp with WebAssembly in the places that cost time: JPEG and PNG in the kernel, which also resizes. */
export const AcceleratedJimp = createJimp({
  formats: [createPngCodec(kernel), createJpegCodec(kernel), gifCodec, bmpCodec, tiffCodec, webpCodec],
  plugins: [createResizePlugin(kernel)],
})
