import { createCodec } from '../codec.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decodePng } from './decode-png.ts'
import { encodePng } from './encode-png.ts'

/** PNG read in the kernel, written by the kernel and zlib. */
export const createPngCodec = (kernel: Kernel) =>
  createCodec({
    format: 'png',
    decode: (_source, { header, needed }) => decodePng(header, needed, kernel),
    encode: (bitmap, { profile }) => encodePng(bitmap, profile, kernel),
  })
