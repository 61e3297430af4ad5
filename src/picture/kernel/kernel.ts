import type { JpegQuantization } from '../formats/jpeg/jpeg-quantization.ts'
import type { SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import type { Samples } from './deflate-rows.ts'
import { deflateRows } from './deflate-rows.ts'
import { jpegScan } from './jpeg-scan.ts'
import type { Flavour } from './machine.ts'
import { bestFlavour, createMachine } from './machine.ts'
import type { PixelStream } from './pixel-stream.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPixels } from './read-pixels.ts'
import { readResized } from './read-resized.ts'
import { readResizedJpeg } from './read-resized-jpeg.ts'
import { repeatedShare } from './repeated-share.ts'
import { resize } from './resize.ts'

/** The inner loops of the accelerated engine, in WebAssembly. Results are the same everywhere, bit by bit. */
export interface Kernel {
  /** Whether the machine's vector instructions are used. */
  readonly flavour: Flavour
  /**
   * Scales a picture with Lanczos3 in two passes, in fixed point: 14 bits of fraction for weights, 6 for samples in
   * between. Colours are weighted by their alpha; what is invisible becomes transparent black. Sides that stay as they
   * are give the source itself.
   * @param opaque the caller knows that alpha is 255 everywhere
   * @throws RangeError when a side is not 1 to 65535 or the source lacks pixels
   */
  resize(source: Bitmap, target: Sides, opaque: boolean): Bitmap
  /**
   * Reads a whole picture out of its deflated scanlines.
   * @throws Failure `picture-malformed` when the stream is broken, shorter or longer than the picture, for a filter
   *   that does not exist, for an index without a colour
   */
  readPixels(stream: PixelStream): Bitmap
  /**
   * Reads a picture that is stored in one pass and scales it on the way, without ever having the whole of it: the same
   * as {@link readPixels}, then {@link resize}, bit by bit.
   * @throws Failure as {@link readPixels}
   * @throws RangeError when a side is not 1 to 65535
   */
  readResized(stream: PixelStream, target: Sides, opaque: boolean): Bitmap
  /**
   * The image data of a PNG: for each row the filter with the least sum of absolute differences, then a zlib stream of
   * literals and of runs of one byte, without any other matches. Photographs lose little by that.
   * @param samples what is written of each pixel; of grey pixels the red sample
   * @throws RangeError when pixels are missing
   */
  deflateRows(bitmap: Bitmap, samples: Samples): Buffer
  /**
   * How much of a picture comes again, as a rough guess from 16 KiB of it: the share of sequences of four bytes that have
   * been seen before. Of photographs measured 0 to 0.32 (a blank sky makes it high), of drawings, gradients and
   * scans 0.26 to 1: it is what zlib's search for matches would find.
   * @param samples what is looked at of each pixel, as in {@link deflateRows}
   * @returns 0 to 1
   */
  repeatedShare(bitmap: Bitmap, samples: Samples): number
  /**
   * The entropy-coded data of a baseline JPEG with the Huffman tables of the standard: colours as YCbCr (JFIF), chroma
   * at half of both sides, all components in one scan. Alpha is not looked at.
   * @param grey the caller knows that red, green and blue are the same everywhere: luma alone
   * @throws RangeError when pixels are missing
   */
  jpegScan(bitmap: Bitmap, quantization: JpegQuantization, grey: boolean): Buffer
  /**
   * Decodes a JPEG of the plain kind to `eighths` / 8 of its sides, rounded up.
   * @returns undefined where the data is not what it must be to the last bit, where tables are unusual, and at its own
   *   sides where chroma has fewer samples: another decoder has to decide then
   */
  readJpeg(jpeg: SequentialJpeg, eighths: number): Bitmap | undefined
  /**
   * Decodes a JPEG to a part of its sides and scales that on the way, without ever having the whole of it. Samples keep
   * their fractions in between, which {@link readJpeg} rounds.
   * @returns undefined as {@link readJpeg}
   * @throws RangeError when a side is not 1 to 65535
   */
  readResizedJpeg(jpeg: SequentialJpeg, eighths: number, target: Sides): Bitmap | undefined
}

/** The kernel, in the faster of its builds that runs here unless one is asked for. Loaded at once: it is small. */
export function loadKernel(flavour: Flavour = bestFlavour()): Kernel {
  const withMachine = createMachine(flavour)
  return {
    flavour,
    resize: (source, target, opaque) => resize(withMachine, source, target, opaque),
    deflateRows: (bitmap, samples) => deflateRows(withMachine, bitmap, samples),
    repeatedShare: (bitmap, samples) => repeatedShare(withMachine, bitmap, samples),
    readPixels: (stream) => readPixels(withMachine, stream),
    readResized: (stream, target, opaque) => readResized(withMachine, stream, target, opaque),
    jpegScan: (bitmap, quantization, grey) => jpegScan(withMachine, bitmap, quantization, grey),
    readJpeg: (jpeg, eighths) => readJpeg(withMachine, jpeg, eighths),
    readResizedJpeg: (jpeg, eighths, target) => readResizedJpeg(withMachine, jpeg, eighths, target),
  }
}
