import png, { PNGFilterType } from '@jimp/js-png'
import { createCodec } from '../codec.ts'
import { colourModelOf } from '../colour-model.ts'
import { pngColourType } from '../formats/png/png-colour-type.ts'
import { inflatePngData } from '../formats/png/png-data.ts'
import { insertPngProfile } from '../formats/png/png-profile.ts'
import { plainSource } from '../plain-source.ts'

const RUN_LENGTH_STRATEGY = 3

const stock = png()

/**
 * jimp's own PNG codec. Its decoder returns memory that was never written when data is missing, and aborts on some
 * streams, so the data is inflated and checked before.
 *
 * Results have the best filter for each row, and runs only in deflate. A full search for matches makes files of
 * photographs 2 % smaller and takes twice the time.
 */
export const pngCodec = createCodec({
  format: 'png',
  decode(source, { header }) {
    inflatePngData(header)
    return stock.decode(plainSource(source, header))
  },
  async encode(bitmap, { profile }) {
    const colours = colourModelOf(bitmap, profile)
    const png = await stock.encode(bitmap, {
      colorType: pngColourType(colours),
      filterType: PNGFilterType.AUTO,
      deflateStrategy: RUN_LENGTH_STRATEGY,
    })
    return colours.profile ? insertPngProfile(png, colours.profile) : png
  },
})
