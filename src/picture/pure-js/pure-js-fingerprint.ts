import { nameVersions } from '../libraries.ts'

/** The version of this engine's own steps: raised by hand when the same request gives other bytes than before. */
const STEPS = 2

/** Names everything that decides about a result's bytes: our steps, the libraries, and the zlib that deflates. */
export const pureJsFingerprint = [`pure-js/${STEPS}`, nameVersions(['jimp', 'gifenc', 'utif2', '@jsquash/webp'])].join(
  ' ',
)
