import { inflateSync } from 'node:zlib'
import { malformed } from '../../refusals.ts'
import type { PngHeader } from './png-header.ts'

/** Adam7 (PNG 3rd edition, 8.1): first column, first row, column step, row step of each pass. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

const HIGHEST_FILTER = 4

/** A picture of its own within an interlaced PNG, or the whole of any other: which pixels it has, and their rows. */
export interface PngPass {
  readonly left: number
  readonly top: number
  readonly columnStep: number
  readonly rowStep: number
  readonly columns: number
  readonly rows: number
  /** Bytes of a row, with its filter byte in front. */
  readonly rowBytes: number
}

/** A pass with its inflated rows, still filtered. */
export interface PngPassRows extends PngPass {
  readonly scanlines: Uint8Array
}

const WHOLE = [0, 0, 1, 1] as const

/** The passes of a PNG's inflated data, in order; those without pixels are left out. */
export function pngPasses({ storedWidth, storedHeight, bitsPerPixel, interlaced }: PngHeader): PngPass[] {
  return (interlaced ? ADAM7 : [WHOLE])
    .map(([left, top, columnStep, rowStep]) => {
      const columns = Math.max(0, Math.ceil((storedWidth - left) / columnStep))
      const rows = Math.max(0, Math.ceil((storedHeight - top) / rowStep))
      return { left, top, columnStep, rowStep, columns, rows, rowBytes: 1 + Math.ceil((columns * bitsPerPixel) / 8) }
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
}

/**
 * Inflates a PNG's pixel data and checks that it has exactly the length its header declares, and that every row has a
 * legal filter. Decoders that trust the header return uninitialised memory for short data and abort on some streams.
 * @throws Failure `picture-malformed`
 */
export function inflatePngData(header: PngHeader): PngPassRows[] {
  const passes = pngPasses(header)
  const expected = passes.reduce((sum, { rows, rowBytes }) => sum + rows * rowBytes, 0)
  const inflated = inflateExactly(header, expected)
  let at = 0
  return passes.map((pass) => {
    const scanlines = inflated.subarray(at, at + pass.rows * pass.rowBytes)
    at += scanlines.length
    checkFilters(scanlines, pass.rowBytes)
    return { ...pass, scanlines }
  })
}

function checkFilters(scanlines: Uint8Array, rowBytes: number): void {
  for (let at = 0; at < scanlines.length; at += rowBytes) {
    if ((scanlines[at] ?? 0) > HIGHEST_FILTER) throw malformed('A row of the PNG has an illegal filter.')
  }
}

function inflateExactly({ pixelChunks }: PngHeader, expected: number): Uint8Array {
  const deflated = Buffer.concat(pixelChunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body))
  let inflated: Uint8Array
  try {
    // One piece of output that is never quite full: zlib neither grows it nor copies it together.
    inflated = inflateSync(deflated, { maxOutputLength: expected, chunkSize: expected + 64 })
  } catch (cause) {
    throw malformed('The pixel data of the PNG cannot be inflated to its length.', cause)
  }
  if (inflated.length !== expected) throw malformed('The pixel data of the PNG is too short.')
  return inflated
}
