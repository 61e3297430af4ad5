import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The version of this engine's own steps: raised by hand when the same request gives other bytes than before. */
const STEPS = 1

/** The version of the JPEG decoder's package; a test compares it with what is installed. */
export const JPEG_TURBO_VERSION = '0.1.3'

/** GIF is decoded by jimp. The same test compares this. */
export const JIMP_VERSION = '1.6.1'

/** All builds of the kernel give the same results: one of them stands for it. */
const kernelDigest = createHash('sha256')
  .update(readFileSync(new URL('../kernel/kernel-simd.wasm', import.meta.url)))
  .digest('hex')

/** Names everything that decides about a result's bytes: our steps, the kernel, the decoders, the zlib that deflates. */
export const acceleratedFingerprint = [
  `accelerated/${STEPS}`,
  `kernel/${kernelDigest.slice(0, 12)}`,
  `jpeg-turbo/${JPEG_TURBO_VERSION}`,
  `jimp/${JIMP_VERSION}`,
  `zlib/${process.versions.zlib}`,
].join(' ')
