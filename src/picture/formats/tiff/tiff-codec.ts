import { Failure } from '../../../errors/failure.ts'
import { createCodec } from '../../codec.ts'
import { decodeTiff } from './decode-tiff.ts'

/** Our own TIFF codec, for sources only. */
export const tiffCodec = createCodec({
  format: 'tiff',
  decode: (_source, { header, limits }) => decodeTiff(header, limits),
  encode: () => {
    throw new Failure('internal', { message: 'Results are never TIFF.' })
  },
})
