import { layOnCanvas } from '../../canvas.ts'
import { createCodec } from '../../codec.ts'
import { isGreyProfile } from '../../icc-profile.ts'
import { plainSource } from '../../plain-source.ts'
import { malformed } from '../../refusals.ts'
import { type DecodeWebp, loadWebpDecoder } from './libwebp-decoder.ts'
import { type EncodeWebp, loadWebpEncoder } from './libwebp-encoder.ts'
import { insertWebpProfile } from './webp-profile.ts'

const TRANSPARENT = 0

// Compiling takes time, and most pictures are no WebP.
let decoder: DecodeWebp | undefined
let encoder: Promise<EncodeWebp> | undefined

/** WebP in libwebp. Results are lossy; colours below what is transparent are not kept. */
export const webpCodec = createCodec({
  format: 'webp',
  decode(source, { header }) {
    decoder ??= loadWebpDecoder()
    const { firstFrame, storedWidth, storedHeight } = header
    const bitmap = decoder(plainSource(source, header))
    if (bitmap.width !== firstFrame.width || bitmap.height !== firstFrame.height) {
      throw malformed('The pixels of the WebP do not fit its header.')
    }
    return layOnCanvas(bitmap, { width: storedWidth, height: storedHeight }, firstFrame, TRANSPARENT)
  },
  async encode(bitmap, { quality, profile }) {
    encoder ??= loadWebpEncoder()
    const webp = await (await encoder)(bitmap, quality)
    return profile && !isGreyProfile(profile) ? insertWebpProfile(webp, bitmap, profile) : webp
  },
})
