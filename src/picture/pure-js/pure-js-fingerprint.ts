/** The version of this engine's own steps: raised by hand when the same request gives other bytes than before. */
const STEPS = 1

/** The version of jimp and its codecs; a test compares it with what is installed. */
export const JIMP_VERSION = '1.6.1'

/** Names everything that decides about a result's bytes: our steps, jimp, and the zlib that deflates. */
export const pureJsFingerprint = `pure-js/${STEPS} jimp/${JIMP_VERSION} zlib/${process.versions.zlib}`
