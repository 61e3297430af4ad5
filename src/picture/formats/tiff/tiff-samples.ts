import { malformed, variantNotSupported } from '../../refusals.ts'
import type { TiffCompression } from './tiff-compression.ts'
import { TAG, type TiffDirectory } from './tiff-directory.ts'

/** What the samples of a pixel mean (tag PhotometricInterpretation). */
export type TiffColours = 'white-is-zero' | 'black-is-zero' | 'rgb' | 'palette' | 'inks' | 'ycc' | 'lab'

/** What a sample is (tag SampleFormat). */
export type SampleKind = 'unsigned' | 'signed' | 'float'

/** How a pixel is made of samples. */
export interface TiffSamples {
  readonly colours: TiffColours
  readonly perPixel: number
  readonly bits: number
  readonly kind: SampleKind
  /** The sample that is alpha, and whether the colours are multiplied by it (TIFF 6.0, section 18). */
  readonly alpha: { readonly sample: number; readonly associated: boolean } | undefined
}

const COLOURS: Readonly<Record<number, TiffColours>> = {
  0: 'white-is-zero',
  1: 'black-is-zero',
  2: 'rgb',
  3: 'palette',
  5: 'inks',
  6: 'ycc',
  8: 'lab',
}
const COLOUR_SAMPLES: Readonly<Record<TiffColours, number>> = {
  'white-is-zero': 1,
  'black-is-zero': 1,
  rgb: 3,
  palette: 1,
  inks: 4,
  ycc: 3,
  lab: 3,
}
/** Bits that other colours than these may have are those of their kind. */
const BITS_OF_COLOURS: Partial<Readonly<Record<TiffColours, readonly number[]>>> = {
  palette: [1, 2, 4, 8],
  ycc: [8],
  lab: [8, 16],
}
const BITS: Readonly<Record<SampleKind, readonly number[]>> = {
  unsigned: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 32, 64],
  signed: [8, 16, 32, 64],
  float: [16, 32, 64],
}
/** Four inks are the most colours; beside them there is alpha, and whatever a program keeps for itself. */
const MAX_SAMPLES = 16
const CMYK_INKS = 1
const [UNSPECIFIED, ASSOCIATED, UNASSOCIATED] = [0, 1, 2]

/**
 * Reads what a pixel is made of. A JPEG in a TIFF says that by itself, so that some writers leave it out.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readTiffSamples(directory: TiffDirectory, { name }: TiffCompression): TiffSamples {
  if (!directory.has(TAG.photometric)) throw malformed('The TIFF does not say what its samples are.')
  const colours = COLOURS[directory.number(TAG.photometric, 0)]
  if (!colours) throw variantNotSupported('The colours of the TIFF are not supported.')
  if (colours === 'inks' && directory.number(TAG.inkSet, CMYK_INKS) !== CMYK_INKS) {
    throw variantNotSupported('The TIFF has other inks than CMYK.')
  }
  const isJpeg = name === 'jpeg'
  const perPixel = directory.number(TAG.samplesPerPixel, isJpeg ? COLOUR_SAMPLES[colours] : 1)
  const extra = perPixel - COLOUR_SAMPLES[colours]
  if (extra < 0) throw malformed('The TIFF has fewer samples than its colours need.')
  if (perPixel > MAX_SAMPLES) throw variantNotSupported(`The TIFF has ${perPixel} samples per pixel.`)

  const bits = sameForAll(directory.numbers(TAG.bitsPerSample, perPixel) ?? [isJpeg ? 8 : 1], perPixel, 'bits')
  const kind = kindOf(sameForAll(directory.numbers(TAG.sampleFormat, perPixel) ?? [1], perPixel, 'formats'))
  if (!(BITS_OF_COLOURS[colours] ?? BITS[kind]).includes(bits) || !BITS[kind].includes(bits)) {
    throw variantNotSupported(`The TIFF has ${bits} bits per sample.`)
  }
  return { colours, perPixel, bits, kind, alpha: readAlpha(directory, COLOUR_SAMPLES[colours], extra) }
}

/** Many writers give one value for all samples, and some one for samples that are not there. */
function sameForAll(values: readonly number[], perPixel: number, what: string): number {
  const [first = 0, ...others] = values
  if (others.length > 0 && values.length < perPixel)
    throw malformed(`The TIFF does not give the ${what} of all samples.`)
  if (others.some((value) => value !== first)) throw variantNotSupported(`The samples of the TIFF differ in ${what}.`)
  return first
}

function kindOf(sampleFormat: number): SampleKind {
  switch (sampleFormat) {
    case 1:
    case 4:
      return 'unsigned'
    case 2:
      return 'signed'
    case 3:
      return 'float'
    default:
      throw variantNotSupported('The samples of the TIFF are of a kind that is not supported.')
  }
}

/** Without a word about an extra sample it is alpha, as most writers mean it; what is unspecified is left out. */
function readAlpha(directory: TiffDirectory, colourSamples: number, extra: number): TiffSamples['alpha'] {
  if (extra === 0) return undefined
  const meanings = directory.numbers(TAG.extraSamples, extra) ?? [UNASSOCIATED]
  if (meanings.some((meaning) => ![UNSPECIFIED, ASSOCIATED, UNASSOCIATED].includes(meaning))) {
    throw malformed('The TIFF has an extra sample without a meaning.')
  }
  const index = meanings.findIndex((meaning) => meaning !== UNSPECIFIED)
  return index < 0 ? undefined : { sample: colourSamples + index, associated: meanings[index] === ASSOCIATED }
}
