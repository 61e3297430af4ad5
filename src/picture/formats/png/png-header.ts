import type { Bytes } from '../../bytes.ts'
import { readExifOrientation, swapsSides } from '../../exif-orientation.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'
import { hasRightCrc, type PngChunk, walkPngChunks } from './png-chunks.ts'

/** PNG colour types (PNG 3rd edition, 11.2.1): how many samples a pixel has and which depths are legal. */
const COLOUR_TYPES: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
}
const PALETTE_COLOUR = 3
const ALPHA_BIT = 4

/** What the IHDR says. */
interface PngSides {
  readonly storedWidth: number
  readonly storedHeight: number
  readonly bitsPerPixel: number
  readonly colourType: number
  readonly interlaced: boolean
}

/** A PNG whose chunks stand as they must. An animated PNG counts as its default picture, one frame. */
export interface PngHeader extends HeaderFacts, PngSides {
  readonly format: 'png'
  /** The chunks that make the pixels, in order: IHDR, PLTE, a legal tRNS, IDAT…, IEND. Everything else is left out. */
  readonly pixelChunks: readonly PngChunk[]
  /** The ICC profile, still deflated. */
  readonly profileChunk: PngChunk | undefined
}

/**
 * Reads a PNG's chunks without inflating anything.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readPngHeader(bytes: Bytes): PngHeader {
  let sides: PngSides | undefined
  let exif: Uint8Array | undefined
  let profileChunk: PngChunk | undefined
  const pixelChunks: PngChunk[] = []
  const last = () => pixelChunks.at(-1)?.type
  const seen = (type: string) => pixelChunks.some((chunk) => chunk.type === type)

  for (const chunk of walkPngChunks(bytes)) {
    if (!sides) {
      sides = readSides(chunk)
      pixelChunks.push(chunk)
      continue
    }
    if (chunk.critical && !hasRightCrc(chunk)) throw malformed(`The ${chunk.type} chunk of the PNG has a wrong CRC.`)
    if (chunk.type === 'PLTE') checkPalette(chunk, sides, last())
    else if (chunk.type === 'IDAT') checkPixelData(sides, last(), seen)
    else if (chunk.type === 'IEND') checkEnd(chunk, seen('IDAT'))
    else if (chunk.type === 'IHDR') throw malformed('The PNG has more than one IHDR chunk.')
    else if (chunk.critical) throw variantNotSupported(`The PNG has a critical chunk ${chunk.type}.`)
    else if (chunk.type === 'eXIf' && hasRightCrc(chunk)) exif ??= chunk.body
    else if (chunk.type === 'iCCP' && hasRightCrc(chunk)) profileChunk ??= chunk
    if (chunk.critical || isLegalTransparency(chunk, sides, pixelChunks)) pixelChunks.push(chunk)
  }
  if (!sides) throw malformed('The PNG has no IHDR chunk.')

  const orientation = exif ? readExifOrientation(exif) : 1
  const { storedWidth, storedHeight } = sides
  const [width, height] = swapsSides(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  const hasAlpha = (sides.colourType & ALPHA_BIT) !== 0 || seen('tRNS')
  return { format: 'png', ...sides, width, height, frames: 1, orientation, hasAlpha, pixelChunks, profileChunk }
}

function readSides(chunk: PngChunk): PngSides {
  if (chunk.type === 'CgBI') throw variantNotSupported("The PNG is in Apple's private variant (CgBI).")
  if (chunk.type !== 'IHDR' || chunk.body.length !== 13) throw malformed('The PNG does not begin with an IHDR chunk.')
  if (!hasRightCrc(chunk)) throw malformed('The IHDR chunk of the PNG has a wrong CRC.')
  const view = new DataView(chunk.body.buffer, chunk.body.byteOffset, chunk.body.length)
  const [storedWidth, storedHeight] = [view.getUint32(0), view.getUint32(4)]
  if (storedWidth < 1 || storedHeight < 1 || storedWidth > 0x7fffffff || storedHeight > 0x7fffffff) {
    throw malformed('The PNG has an illegal side.')
  }
  const [depth, colourType] = [view.getUint8(8), view.getUint8(9)]
  const colour = COLOUR_TYPES[colourType]
  if (!colour?.depths.includes(depth)) throw malformed('The PNG has an illegal colour type or depth.')
  if (view.getUint8(10) !== 0 || view.getUint8(11) !== 0 || view.getUint8(12) > 1) {
    throw malformed('The PNG has an illegal compression, filter or interlace method.')
  }
  const interlaced = view.getUint8(12) === 1
  return { storedWidth, storedHeight, colourType, bitsPerPixel: colour.samples * depth, interlaced }
}

function checkPalette(chunk: PngChunk, { colourType }: PngSides, last: string | undefined): void {
  if (last !== 'IHDR') throw malformed('The PLTE chunk of the PNG stands at a wrong place or twice.')
  if (colourType === 0 || colourType === 4) throw malformed('The PNG is grey and has a palette.')
  const length = chunk.body.length
  if (length === 0 || length % 3 !== 0 || length > 768) throw malformed('The palette of the PNG has an illegal length.')
}

function checkPixelData({ colourType }: PngSides, last: string | undefined, seen: (type: string) => boolean): void {
  if (colourType === PALETTE_COLOUR && !seen('PLTE')) throw malformed('The PNG has no palette.')
  if (seen('IDAT') && last !== 'IDAT') throw malformed('The IDAT chunks of the PNG are not consecutive.')
}

function checkEnd(chunk: PngChunk, seenPixelData: boolean): void {
  if (!seenPixelData) throw malformed('The PNG has no pixel data.')
  if (chunk.body.length > 0) throw malformed('The IEND chunk of the PNG is not empty.')
}

/** A tRNS that breaks a rule (PNG 3rd edition, 11.3.1.1) is ignored, as libpng does: it is ancillary. */
function isLegalTransparency(chunk: PngChunk, { colourType }: PngSides, before: readonly PngChunk[]): boolean {
  if (chunk.type !== 'tRNS' || before.some(({ type }) => type === 'IDAT' || type === 'tRNS')) return false
  if (!hasRightCrc(chunk)) return false
  const palette = before.find(({ type }) => type === 'PLTE')
  if (colourType === 0) return chunk.body.length === 2
  if (colourType === 2) return chunk.body.length === 6
  return colourType === PALETTE_COLOUR && palette !== undefined && chunk.body.length * 3 <= palette.body.length
}
