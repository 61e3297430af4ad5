import type { Sides } from '../../geometry.ts'
import { malformed } from '../../refusals.ts'
import type { TiffCompression } from './tiff-compression.ts'
import { TAG, type TiffDirectory } from './tiff-directory.ts'
import type { TiffSamples } from './tiff-samples.ts'

const NONE: Sides = { width: 1, height: 1 }
const LEGAL_FACTORS = [1, 2, 4]
const CHROMA_SAMPLES = 2
const SAMPLES = 3

/**
 * How many pixels across and down share their chroma (TIFF 6.0, section 21). A JPEG says that by itself.
 * @throws Failure `picture-malformed`
 */
export function readYccSampling(directory: TiffDirectory, samples: TiffSamples, { name }: TiffCompression): Sides {
  if (samples.colours !== 'ycc' || name === 'jpeg') return NONE
  const [width = 2, height = 2] = directory.numbers(TAG.yccSampling, 2) ?? []
  if (![width, height].every((factor) => LEGAL_FACTORS.includes(factor)) || samples.perPixel !== SAMPLES) {
    throw malformed('The chroma of the TIFF is subsampled in an illegal way.')
  }
  return { width, height }
}

/** Bytes of a piece in blocks: all luma of a block, then its two chroma samples. */
export const subsampledBytes = ({ width, height }: Sides, sampling: Sides): number =>
  Math.ceil(width / sampling.width) *
  Math.ceil(height / sampling.height) *
  (sampling.width * sampling.height + CHROMA_SAMPLES)

/** Gives every pixel of a piece its three samples: those of a block share their chroma. */
export function spreadChroma(blocks: Uint8Array, { width, height }: Sides, sampling: Sides): Uint8Array {
  const samples = new Uint8Array(width * height * SAMPLES)
  const across = Math.ceil(width / sampling.width)
  const lumaSamples = sampling.width * sampling.height
  for (let y = 0, to = 0; y < height; y++) {
    const firstBlock = Math.floor(y / sampling.height) * across
    for (let x = 0; x < width; x++) {
      const block = (firstBlock + Math.floor(x / sampling.width)) * (lumaSamples + CHROMA_SAMPLES)
      samples[to++] = blocks[block + (y % sampling.height) * sampling.width + (x % sampling.width)] ?? 0
      samples[to++] = blocks[block + lumaSamples] ?? 0
      samples[to++] = blocks[block + lumaSamples + 1] ?? 0
    }
  }
  return samples
}
