import gif from '@jimp/js-gif'
import { createCodec } from '../../codec.ts'
import { plainSource } from '../../plain-source.ts'
import { encodeGif } from './encode-gif.ts'
import { checkGifIndices } from './gif-indices.ts'

const stock = gif()

/**
 * jimp's own GIF decoder, behind a check of the indices: it leaves out what a source does not have. Its encoder takes
 * seconds to choose colours, so that is ours.
 */
export const gifCodec = createCodec({
  format: 'gif',
  decode(source, { header }) {
    checkGifIndices(header.firstFrame)
    return stock.decode(plainSource(source, header))
  },
  encode: encodeGif,
})
