import type { Sides } from '../../geometry.ts'
import { malformed } from '../../refusals.ts'
import { type FaxBits, readFaxBits } from './fax-bits.ts'
import { type FaxRow, readRelativeRow, readRuns, whiteRow } from './fax-rows.ts'

/** How rows follow each other: runs that begin on whole bytes, T.4 of one or two dimensions, or T.6. */
export type FaxKind = 'fax-rle' | 'fax-3' | 'fax-4'

/** Bit 0 of T4Options: rows may be told by the one above. */
export const FAX_TWO_DIMENSIONAL = 1

/**
 * Unpacks fax data (ITU-T T.4 and T.6) to rows of one bit per pixel, white 0. A fax often has fewer rows than it was
 * announced with: those that are missing are white, if there is one at all.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function unpackFax(data: Uint8Array, { width, height }: Sides, kind: FaxKind, options: number): Uint8Array {
  const bits = readFaxBits(data)
  const rowBytes = Math.ceil(width / 8)
  const pixels = new Uint8Array(rowBytes * height)
  let [above, row] = [whiteRow(width), whiteRow(width)]
  for (let index = 0; index < height; index++) {
    const isRelative = beginRow(bits, kind, (options & FAX_TWO_DIMENSIONAL) !== 0)
    if (isRelative === undefined) {
      if (index === 0) throw malformed('The fax data has no rows.')
      break
    }
    if (isRelative) readRelativeRow(bits, width, above, row)
    else readRuns(bits, width, row)
    paintBlack(pixels, index * rowBytes, row, width)
    ;[above, row] = [row, above]
  }
  return pixels
}

/** Whether the next row is told by the one above, or `undefined` at the end of the data. */
function beginRow(bits: FaxBits, kind: FaxKind, twoDimensional: boolean): boolean | undefined {
  if (kind === 'fax-rle') bits.align()
  if (kind === 'fax-4') return isEndOfLine(bits) ? undefined : true
  if (kind === 'fax-rle' || !isEndOfLine(bits)) return bits.ended() ? undefined : false
  // One end of line stands in front of a row, several of them end the page. Zeros may fill up what is before its 1.
  bits.dropToOne()
  const isRuns = !twoDimensional || bits.peek(1) === 1
  if (twoDimensional) bits.drop(1)
  return bits.ended() || isEndOfLine(bits) ? undefined : !isRuns
}

const isEndOfLine = (bits: FaxBits) => bits.peek(11) === 0

function paintBlack(pixels: Uint8Array, at: number, row: FaxRow, width: number): void {
  for (let change = 0; change < row.length; change += 2) {
    const [from = width, to = width] = [row[change], row[change + 1]]
    if (from >= width) return
    for (let x = from; x < to; ) {
      if ((x & 7) === 0 && to - x >= 8) {
        pixels[at + (x >> 3)] = 0xff
        x += 8
      } else {
        const byte = at + (x >> 3)
        pixels[byte] = (pixels[byte] ?? 0) | (0x80 >> (x & 7))
        x++
      }
    }
  }
}
