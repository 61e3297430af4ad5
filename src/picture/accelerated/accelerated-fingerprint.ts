import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { nameVersions } from '../libraries.ts'

/** The version of this engine's own steps: raised by hand when the same request gives other bytes than before. */
const STEPS = 6

/** All builds of the kernel give the same results: one of them stands for it. */
const kernelDigest = createHash('sha256')
  .update(readFileSync(new URL('../kernel/kernel-simd.wasm', import.meta.url)))
  .digest('hex')

/** Names everything that decides about a result's bytes: our steps, the kernel, the libraries, the zlib that deflates. */
export const acceleratedFingerprint = [
  `accelerated/${STEPS}`,
  `kernel/${kernelDigest.slice(0, 12)}`,
  nameVersions(['@cwasm/jpeg-turbo', 'jimp', 'gifenc', 'utif2', '@jsquash/webp']),
].join(' ')
