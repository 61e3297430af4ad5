import { deflateSync } from 'node:zlib'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'
import type { Channels } from './pack-samples.ts'
import { packSamples, samplesOf } from './pack-samples.ts'

/** Below it nothing is tried: the way of photographs was at most 1.22 times as large there (dense scribbles). */
const REPEATED_IN_DRAWINGS = 0.33

/** With what the two ways are tried: four bands over the picture's height. */
const TRIED_BYTES = 128 * 1024
const BANDS = 4

/**
 * Filters and deflates pixels as PNG's image data, in the better one of two ways. For photographs: the best filter for
 * each row, and runs only; a search for matches finds little in differences and takes ten times as long. For drawings,
 * where whole parts come again: no filter, and zlib's search. What may be a drawing is tried both ways with some of its
 * rows.
 */
export function deflatePixels(bitmap: Bitmap, channels: Channels, kernel: Kernel): Buffer {
  const deflateRuns = (some: Bitmap) => kernel.deflateRows(some, samplesOf(channels))
  const deflateMatches = (some: Bitmap) => deflatePlain(packSamples(some, channels), some.height)
  if (kernel.repeatedShare(bitmap, samplesOf(channels)) < REPEATED_IN_DRAWINGS) return deflateRuns(bitmap)
  const tried = someRows(bitmap, samplesOf(channels))
  const [withRuns, withMatches] = [deflateRuns(tried), deflateMatches(tried)]
  const isBetterWithRuns = withRuns.length <= withMatches.length
  if (tried === bitmap) return isBetterWithRuns ? withRuns : withMatches
  return isBetterWithRuns ? deflateRuns(bitmap) : deflateMatches(bitmap)
}

/** Rows of filter type 0, pixels as they are, deflated with zlib's search for matches. */
function deflatePlain(pixels: Uint8Array, rows: number): Buffer {
  const rowBytes = pixels.length / rows
  const scanlines = new Uint8Array((rowBytes + 1) * rows)
  for (let row = 0; row < rows; row++) {
    scanlines.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1)
  }
  return deflateSync(scanlines, { chunkSize: scanlines.length + 1024 })
}

/** The rows that are tried: a small picture itself. */
function someRows(bitmap: Bitmap, samples: number): Bitmap {
  const { width, height, data } = bitmap
  const scanlineBytes = width * samples + 1
  if (scanlineBytes * height <= TRIED_BYTES) return bitmap
  const band = Math.max(1, Math.floor(TRIED_BYTES / BANDS / scanlineBytes))
  const bands = Array.from({ length: BANDS }, (_, index) => {
    const first = Math.floor(((height - band) * (index + 0.5)) / BANDS)
    return data.subarray(first * width * 4, (first + band) * width * 4)
  })
  return { width, height: band * BANDS, data: Buffer.concat(bands) }
}
