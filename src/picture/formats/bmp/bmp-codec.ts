import { createCodec } from '../../codec.ts'
import { decodeBmp } from './bmp-pixels.ts'
import { encodeBmp } from './encode-bmp.ts'

/** Our own BMP codec: jimp's gets most variants wrong. */
export const bmpCodec = createCodec({
  format: 'bmp',
  decode: (_source, { header }) => ({
    data: decodeBmp(header),
    width: header.storedWidth,
    height: header.storedHeight,
  }),
  encode: encodeBmp,
})
