import { pngPasses } from '../formats/png/png-data.ts'
import type { PngHeader } from '../formats/png/png-header.ts'
import { isReduced } from '../geometry.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { PixelStream } from '../kernel/pixel-stream.ts'
import type { Bitmap } from '../orient.ts'
import type { Needed } from '../plan.ts'
import { samplesOf } from './png-pixels.ts'

/**
 * Decodes a PNG of any colour type and depth, interlaced or not, to RGBA. When the whole picture is to be made smaller,
 * that is done on the way, to the sides that are needed: the pixels of a large picture are never there all at once.
 *
 * What its header lets be transparent is scaled as such then, even if every pixel is opaque in the end: that is known
 * after the last one only, and the filter gives opaque pixels either way.
 * @throws Failure `picture-malformed`
 */
export function decodePng(header: PngHeader, needed: Needed, kernel: Kernel): Bitmap {
  const stream = pixelStreamOf(header)
  const isStraight = needed.exactly && !header.interlaced && isReduced(stream, needed)
  return isStraight ? kernel.readResized(stream, needed, !header.hasAlpha) : kernel.readPixels(stream)
}

function pixelStreamOf(header: PngHeader): PixelStream {
  return {
    width: header.storedWidth,
    height: header.storedHeight,
    bitsPerPixel: header.bitsPerPixel,
    passes: pngPasses(header),
    samples: samplesOf(header),
    deflated: header.pixelChunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body),
  }
}
