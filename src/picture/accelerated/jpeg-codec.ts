import { Failure } from '../../errors/failure.ts'
import { createCodec } from '../codec.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decodeJpeg } from './decode-jpeg.ts'
import { encodeJpeg } from './encode-jpeg.ts'
import { loadJpegTurbo } from './jpeg-turbo.ts'

/**
 * JPEG in the kernel and libjpeg-turbo. What the latter has something against is decoded by jimp: it refuses and warns of more than makes a
 * picture unusable (sampling factors that are no multiples, bytes between a scan and the next marker), and both engines
 * must take the same ones.
 */
export function createJpegCodec(kernel: Kernel) {
  const decodeTurbo = loadJpegTurbo()
  return createCodec({
    format: 'jpeg',
    async decode(source, options) {
      const bitmap = unlessMalformed(() => decodeJpeg(options.header, options.needed, kernel, decodeTurbo))
      if (bitmap) return bitmap
      const { jpegCodec } = await import('../pure-js/jpeg-codec.ts')
      return jpegCodec().decode(source, options)
    },
    encode: (bitmap, options) => encodeJpeg(bitmap, options, kernel),
  })
}

function unlessMalformed<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch (error) {
    if (error instanceof Failure && error.code === 'picture-malformed') return undefined
    throw error
  }
}
