import { Failure } from '../../errors/failure.ts'
import { type Kernel, loadKernel } from '../kernel/kernel.ts'
import type { Steps } from '../steps.ts'
import { decodeJpeg } from './decode-jpeg.ts'
import { decodePng } from './decode-png.ts'
import { encodePng } from './encode-png.ts'
import { loadJpegTurbo } from './jpeg-turbo.ts'

/**
 * The steps of the accelerated engine: JPEG in libjpeg-turbo, PNG in zlib and the kernel, all scaling in the kernel.
 * Everything else goes through the decoders of the pure-js engine, which are loaded when they are first needed. So does
 * a JPEG that libjpeg-turbo has something against: it refuses and warns of more than makes a picture unusable (sampling
 * factors that are no multiples, bytes between a scan and the next marker), and both engines must take the same ones.
 */
export function createAcceleratedSteps(kernel: Kernel = loadKernel()): Steps {
  const decodeTurbo = loadJpegTurbo()
  return {
    async decode(source, header, needed, limits) {
      if (header.format === 'png') return decodePng(header, kernel)
      if (header.format === 'jpeg') {
        const bitmap = unlessMalformed(() => decodeJpeg(header, needed, decodeTurbo))
        if (bitmap) return { bitmap, opaque: true }
      }
      const { decode } = await import('../pure-js/decode.ts')
      return decode(source, header, limits)
    },
    scale: ({ bitmap, opaque }, sides) => kernel.resize(bitmap, sides, opaque),
    encode: async (result) => encodePng(result, kernel),
  }
}

function unlessMalformed<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch (error) {
    if (error instanceof Failure && error.code === 'picture-malformed') return undefined
    throw error
  }
}
