import { isOpaque } from '../canvas.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { inflatePngData, type PngPassRows } from '../png-data.ts'
import type { PngHeader } from '../png-header.ts'
import type { Decoded } from '../steps.ts'
import { hasNoAlpha, rowExpander } from './png-pixels.ts'

const COLOUR_ALPHA = 6

/**
 * Decodes a PNG of any colour type and depth, interlaced or not, to RGBA. Its data is inflated once, to exactly the
 * length that the header declares.
 * @throws Failure `picture-malformed`
 */
export function decodePng(header: PngHeader, kernel: Kernel): Decoded {
  const { storedWidth: width, storedHeight: height } = header
  const data = pixelsOf(header, kernel)
  const bitmap = { width, height, data }
  return { bitmap, opaque: hasNoAlpha(header) || isOpaque(bitmap) }
}

function pixelsOf(header: PngHeader, kernel: Kernel): Buffer {
  const passes = inflatePngData(header)
  const [whole] = passes
  if (whole && !header.interlaced && header.colourType === COLOUR_ALPHA && header.bitsPerPixel === 32) {
    const { buffer, byteOffset, byteLength } = unfilter(whole, header, kernel)
    return Buffer.from(buffer, byteOffset, byteLength)
  }
  const pixels = new Uint32Array(header.storedWidth * header.storedHeight)
  for (const pass of passes) expandPass(pass, header, kernel, pixels)
  return Buffer.from(pixels.buffer)
}

function expandPass(pass: PngPassRows, header: PngHeader, kernel: Kernel, pixels: Uint32Array): void {
  const rows = unfilter(pass, header, kernel)
  const expand = rowExpander(header)
  const rowBytes = pass.rowBytes - 1
  for (let row = 0; row < pass.rows; row++) {
    const to = (pass.top + row * pass.rowStep) * header.storedWidth + pass.left
    expand(rows, row * rowBytes, pass.columns, pixels, to, pass.columnStep)
  }
}

/** The distance of filters is a whole pixel, at least one byte (PNG 3rd edition, 9.2). */
function unfilter({ scanlines, rowBytes, rows }: PngPassRows, { bitsPerPixel }: PngHeader, kernel: Kernel): Uint8Array {
  return kernel.unfilter(scanlines, rowBytes - 1, Math.ceil(bitsPerPixel / 8), rows)
}
