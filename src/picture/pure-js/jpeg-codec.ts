import jpeg from '@jimp/js-jpeg'
import { createCodec } from '../codec.ts'
import { colourModelOf } from '../colour-model.ts'
import { insertJpegProfile } from '../formats/jpeg/jpeg-profile.ts'
import { plainSource } from '../plain-source.ts'

const MEBIBYTE = 1024 * 1024
const MEGAPIXEL = 1_000_000

const stock = jpeg()

/** jimp's own JPEG codec. Its decoder refuses data that ends early, so nothing has to be checked before. */
export const jpegCodec = createCodec({
  format: 'jpeg',
  decode: (source, { header, limits }) =>
    stock.decode(plainSource(source, header), {
      maxResolutionInMP: Math.ceil(limits.maxSourcePixels / MEGAPIXEL),
      maxMemoryUsageInMB: Math.floor(limits.engineMemoryBytes / MEBIBYTE),
      // jpeg-js takes three components for YCbCr, whatever Adobe's marker and the components' names say.
      ...(header.colours === 'rgb' ? { colorTransform: false } : {}),
    }),
  async encode(bitmap, options) {
    const { profile } = colourModelOf(bitmap, options.profile)
    const jpeg = await stock.encode(bitmap, { quality: options.quality })
    return profile ? insertJpegProfile(jpeg, profile) : jpeg
  },
})
