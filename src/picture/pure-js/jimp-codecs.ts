import { createJimp } from '@jimp/core'
import gif from '@jimp/js-gif'
import jpeg from '@jimp/js-jpeg'
import png from '@jimp/js-png'
import { methods as resize } from '@jimp/plugin-resize'
import type { Format as JimpFormat } from '@jimp/types'
import { Failure } from '../../errors/failure.ts'
import { readBmpHeader } from '../bmp-header.ts'
import { decodeBmp } from '../bmp-pixels.ts'
import { readBytes } from '../bytes.ts'

/** BMP in jimp's form of a codec; jimp's own one gets most variants wrong. Nothing is encoded as BMP here. */
const bmp = (): JimpFormat<'image/bmp'> => ({
  mime: 'image/bmp',
  decode: (source) => {
    const header = readBmpHeader(readBytes(source))
    return { data: decodeBmp(header), width: header.storedWidth, height: header.storedHeight }
  },
  encode: () => {
    throw new Failure('internal', { message: 'BMP is not a format of results.' })
  },
})

/** jimp with exactly the codecs and methods that the pure-js engine uses. */
export const PureJimp = createJimp({ formats: [png, jpeg, gif, bmp], plugins: [resize] })
