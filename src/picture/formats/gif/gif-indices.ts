import { malformed } from '../../refusals.ts'
import type { GifFrame } from './gif-header.ts'

const MAX_CODE_BITS = 12
const MAX_CODES = 1 << MAX_CODE_BITS
const NO_CODE = -1

/**
 * Runs through the compressed indices of a GIF frame (GIF89a, appendix F) without keeping any: every code must be
 * defined when it is used, and there must be an index for every pixel. What follows the last pixel does not matter.
 * @throws Failure `picture-malformed`
 */
export function checkGifIndices({ width, height, minimumCodeSize, subBlocks }: GifFrame): void {
  if (minimumCodeSize < 1 || minimumCodeSize > 8) throw malformed('The GIF has an illegal code size.')
  const clear = 1 << minimumCodeSize
  const end = clear + 1
  const lengths = new Uint32Array(MAX_CODES).fill(1, 0, clear)
  let missing = width * height
  let next = end + 1
  let bits = minimumCodeSize + 1
  let previous = NO_CODE

  const nextCode = codeReader(subBlocks)
  while (missing > 0) {
    const code = nextCode(bits)
    if (code === NO_CODE || code === end) throw malformed('The GIF ends before its pixels are complete.')
    if (code === clear) {
      next = end + 1
      bits = minimumCodeSize + 1
      previous = NO_CODE
      continue
    }
    if (code > (previous === NO_CODE ? clear - 1 : next))
      throw malformed('The GIF uses a code that it has not defined.')
    if (previous !== NO_CODE && next < MAX_CODES) {
      lengths[next] = (lengths[previous] ?? 0) + 1
      next++
      if (next === 1 << bits && bits < MAX_CODE_BITS) bits++
    }
    missing -= lengths[code] ?? 0
    previous = code
  }
}

/** Reads codes of growing size, lowest bit first, across sub-blocks. Gives `NO_CODE` at the end of the data. */
function codeReader(subBlocks: Uint8Array): (bits: number) => number {
  let at = 0
  let leftInBlock = 0
  let held = 0
  let heldBits = 0
  return (bits) => {
    while (heldBits < bits) {
      if (leftInBlock === 0) {
        leftInBlock = subBlocks[at++] ?? 0
        if (leftInBlock === 0) return NO_CODE
      }
      held |= (subBlocks[at++] ?? 0) << heldBits
      heldBits += 8
      leftInBlock--
    }
    const code = held & ((1 << bits) - 1)
    held >>>= bits
    heldBits -= bits
    return code
  }
}
