import { clearBits, endOfBits, flushBits, writeBitsTo } from './jpeg-bits'
import { putBlock } from './jpeg-block'
import { takeColours, takeLuma } from './jpeg-colours'
import { BLOCK, CHROMA_CODES, CHROMA_MULTIPLIERS, LUMA_CODES, LUMA_MULTIPLIERS } from './jpeg-memory'
import { quantize } from './jpeg-quantize'
import { transform } from './jpeg-transform'

/** The DC coefficients of the last block of each component. */
let luma: i32 = 0
let cb: i32 = 0
let cr: i32 = 0

/** A new picture begins. */
export function beginJpeg(): void {
  clearBits()
  luma = 0
  cb = 0
  cr = 0
}

/**
 * Codes a strip of a picture in colours: 16 rows, `units` × 16 pixels wide, chroma at half of both sides.
 * @param tables as `jpeg-memory` describes them
 * @param work 2 KiB
 * @param target where the entropy-coded data goes on; bits that fill no word yet are kept for the next strip
 * @returns the end of what has been written
 */
export function jpegColourStrip(pixels: usize, units: i32, tables: usize, work: usize, target: usize): usize {
  writeBitsTo(target)
  const stride = (<usize>units) << 6
  for (let unit = 0; unit < units; unit++) {
    takeColours(pixels, stride, work)
    for (let block: usize = 0; block < 4; block++) luma = lumaBlock(work + block * BLOCK, luma, tables, work)
    cb = chromaBlock(work + 4 * BLOCK, cb, tables, work)
    cr = chromaBlock(work + 5 * BLOCK, cr, tables, work)
    pixels += 64
  }
  return endOfBits()
}

/** The same for a grey picture: 8 rows, `units` × 8 pixels wide. */
export function jpegGreyStrip(pixels: usize, units: i32, tables: usize, work: usize, target: usize): usize {
  writeBitsTo(target)
  const stride = (<usize>units) << 5
  for (let unit = 0; unit < units; unit++) {
    takeLuma(pixels, stride, work)
    luma = lumaBlock(work, luma, tables, work)
    pixels += 32
  }
  return endOfBits()
}

/** Writes the last bits. */
export function endJpeg(target: usize): usize {
  writeBitsTo(target)
  flushBits()
  return endOfBits()
}

function lumaBlock(block: usize, previous: i32, tables: usize, work: usize): i32 {
  return putTransformed(block, previous, tables + LUMA_MULTIPLIERS, tables + LUMA_CODES, tables, work)
}

function chromaBlock(block: usize, previous: i32, tables: usize, work: usize): i32 {
  return putTransformed(block, previous, tables + CHROMA_MULTIPLIERS, tables + CHROMA_CODES, tables, work)
}

function putTransformed(
  block: usize,
  previous: i32,
  multipliers: usize,
  codes: usize,
  tables: usize,
  work: usize,
): i32 {
  transform(block, work + 6 * BLOCK)
  const coefficients = work + 7 * BLOCK
  const present = quantize(block, multipliers, coefficients)
  return putBlock(coefficients, present, previous, codes, tables)
}
