import UTIF from 'utif2'
import { malformed } from '../../refusals.ts'

/** The JPEG decoder that comes with utif2 (it is that of pdf.js), which its types leave out. */
interface JpegDecoder {
  readonly width: number
  readonly height: number
  /** @throws Error for what it cannot decode; entropy-coded data that is missing is grey */
  parse(source: Uint8Array): void
  getData(options: {
    readonly width: number
    readonly height: number
    readonly forceRGB: boolean
    /** Leaves four inks as they are stored. */
    readonly isSourcePDF: boolean
  }): Uint8ClampedArray
}

const { JpegDecoder } = UTIF as unknown as { readonly JpegDecoder: new () => JpegDecoder }

/**
 * Decodes a whole JPEG to its samples as they are stored, interleaved; three of them become red, green and blue when
 * Adobe's marker says that they are YCbCr. jpeg-js, with which jimp decodes JPEG, multiplies four inks at once.
 * @throws Failure `picture-malformed`
 */
export function decodeJpegSamples(source: Uint8Array): Uint8Array {
  try {
    const decoder = new JpegDecoder()
    decoder.parse(source)
    const { width, height } = decoder
    const { buffer, byteOffset, byteLength } = decoder.getData({ width, height, forceRGB: false, isSourcePDF: true })
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    throw malformed('JPEG data of the TIFF cannot be decoded.', cause)
  }
}
