import { Failure } from '../../errors/failure.ts'
import { isOpaque } from '../canvas.ts'
import { guard } from '../guard.ts'
import type { Header } from '../header.ts'
import type { Limits } from '../limits.ts'
import type { Bitmap } from '../orient.ts'
import { plainSource } from '../plain-source.ts'
import { malformed } from '../refusals.ts'
import type { Decoded } from '../steps.ts'
import { PureJimp } from './jimp-codecs.ts'

const MEBIBYTE = 1024 * 1024
const MEGAPIXEL = 1_000_000

/** What V8 and jpeg-js say when memory is refused to them. */
const OUT_OF_MEMORY = /maxMemoryUsageInMB|allocation failed|could not allocate/i

/**
 * Checks an inspected source with everything we have and decodes it with jimp's codecs.
 * @throws Failure `picture-malformed` for whatever a decoder throws, `engine-out-of-memory`
 */
export async function decode(source: Uint8Array, header: Header, limits: Limits): Promise<Decoded> {
  guard(header)
  const bitmap = await decodePixels(source, header, limits)
  const { storedWidth: width, storedHeight: height } = header
  if (bitmap.width !== width || bitmap.height !== height || bitmap.data.length !== width * height * 4) {
    throw malformed('The pixels of the picture do not fit its header.')
  }
  return { bitmap, opaque: header.format === 'jpeg' || isOpaque(bitmap) }
}

async function decodePixels(source: Uint8Array, header: Header, limits: Limits): Promise<Bitmap> {
  const jpegOptions = {
    maxResolutionInMP: Math.ceil(limits.maxSourcePixels / MEGAPIXEL),
    maxMemoryUsageInMB: Math.floor(limits.engineMemoryBytes / MEBIBYTE),
    // jpeg-js takes three components for YCbCr, whatever Adobe's marker and the components' names say.
    ...(header.format === 'jpeg' && header.colours === 'rgb' ? { colorTransform: false } : {}),
  }
  try {
    const jimp = await PureJimp.fromBuffer(plainSource(source, header), { 'image/jpeg': jpegOptions })
    return jimp.bitmap
  } catch (error) {
    if (error instanceof Failure) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (OUT_OF_MEMORY.test(message)) throw new Failure('engine-out-of-memory', { message, cause: error })
    throw malformed('The pixel data of the picture cannot be decoded.', error)
  }
}
