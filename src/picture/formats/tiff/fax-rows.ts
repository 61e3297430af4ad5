import { malformed, variantNotSupported } from '../../refusals.ts'
import type { FaxBits } from './fax-bits.ts'
import { blackTable, LAST_RUN, LONGEST_CODE, NO_CODE, whiteTable } from './fax-codes.ts'

/**
 * A row as the places where its colour changes, the first one to black, and three that are the row's width behind them:
 * so a search never leaves them.
 */
export type FaxRow = Int32Array

/** Changes that a row of this width can have: every code but the first of a row goes on by a pixel or ends the row. */
const mostChanges = (width: number) => width + 2

export const whiteRow = (width: number): FaxRow => new Int32Array(mostChanges(width) + 3).fill(width)

/**
 * Reads a row of runs (ITU-T T.4, 4.1).
 * @throws Failure `picture-malformed`
 */
export function readRuns(bits: FaxBits, width: number, row: FaxRow): void {
  let changes = 0
  let at = 0
  for (let black = false; at < width; black = !black) {
    at += readRun(bits, black)
    changes = enter(row, changes, at, width)
  }
  row.fill(width, changes)
}

/**
 * Reads a row that is told by the one above (ITU-T T.6, 2.2; T.4, 4.2).
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readRelativeRow(bits: FaxBits, width: number, above: FaxRow, row: FaxRow): void {
  let changes = 0
  let black = false
  let at = 0
  let isStart = true
  let place = 0
  while (at < width) {
    // b1: the first change above to the other colour, right of where we are; at the start of a row also right there.
    while (place > 0 && changeAt(above, place - 1) > at) place--
    while (
      changeAt(above, place) < width &&
      (changeAt(above, place) < at || (changeAt(above, place) === at && !isStart))
    )
      place++
    if ((place & 1) !== Number(black)) place++
    const b1 = changeAt(above, place)

    const code = bits.peek(7)
    if (code >>> 4 === 0b001) {
      bits.drop(3)
      for (const colour of [black, !black]) {
        at += readRun(bits, colour)
        changes = enter(row, changes, at, width)
      }
    } else if (code >>> 3 === 0b0001) {
      bits.drop(4)
      at = changeAt(above, place + 1)
    } else {
      const next = b1 + readShift(bits, code)
      if (next < at || (next === at && !isStart)) throw malformed('A row of the fax goes back.')
      at = next
      changes = enter(row, changes, at, width)
      black = !black
    }
    isStart = false
  }
  row.fill(width, changes)
}

const changeAt = (row: FaxRow, index: number): number => row[index] ?? 0

/** The vertical modes: how far from b1 the colour changes, -3 to 3. */
function readShift(bits: FaxBits, code: number): number {
  if (code >>> 6 === 1) return take(bits, 1, 0)
  if (code >>> 4 === 0b011) return take(bits, 3, 1)
  if (code >>> 4 === 0b010) return take(bits, 3, -1)
  if (code >>> 1 === 0b000011) return take(bits, 6, 2)
  if (code >>> 1 === 0b000010) return take(bits, 6, -2)
  if (code === 0b0000011) return take(bits, 7, 3)
  if (code === 0b0000010) return take(bits, 7, -3)
  if (code === 0b0000001) throw variantNotSupported('The TIFF has fax data in uncompressed mode.')
  throw malformed('The fax data has an unknown code.')
}

function take(bits: FaxBits, length: number, shift: number): number {
  bits.drop(length)
  return shift
}

function readRun(bits: FaxBits, black: boolean): number {
  const table = black ? blackTable : whiteTable
  for (let run = 0; ; ) {
    const entry = table[bits.peek(LONGEST_CODE)] ?? NO_CODE
    if (entry === NO_CODE) throw malformed('The fax data has an unknown code.')
    bits.drop(entry & 15)
    run += entry >>> 4
    if (entry >>> 4 <= LAST_RUN) return run
  }
}

function enter(row: FaxRow, changes: number, at: number, width: number): number {
  if (at > width || changes >= mostChanges(width)) throw malformed('A row of the fax is longer than the picture.')
  row[changes] = at
  return changes + 1
}
