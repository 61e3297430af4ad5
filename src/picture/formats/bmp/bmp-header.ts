import type { Bytes } from '../../bytes.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'

/** How the pixels of a BMP are packed. */
export type BmpCompression = 'none' | 'rle8' | 'rle4' | 'masks'

/** The bits of a 16 or 32 bit pixel that make each channel; alpha 0 means opaque. */
export interface BmpMasks {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

/** A BMP whose header, palette and pixels stand as they must. `storedHeight` is positive; `topDown` says the order. */
export interface BmpHeader extends HeaderFacts {
  readonly format: 'bmp'
  readonly topDown: boolean
  readonly bitsPerPixel: number
  readonly compression: BmpCompression
  readonly masks: BmpMasks
  /** Blue, green, red and, unless the header is OS/2's, one unused byte for each entry. */
  readonly palette: Uint8Array
  readonly paletteEntryBytes: 3 | 4
  /** Everything from the first byte of the pixels. */
  readonly pixels: Uint8Array
}

const FILE_HEADER_BYTES = 14
const OS2_HEADER = 12
const HEADERS = [OS2_HEADER, 40, 52, 56, 108, 124]
const COMPRESSIONS: Readonly<Record<number, BmpCompression>> = {
  0: 'none',
  1: 'rle8',
  2: 'rle4',
  3: 'masks',
  6: 'masks',
}
const DEPTHS: Readonly<Record<BmpCompression, readonly number[]>> = {
  none: [1, 2, 4, 8, 16, 24, 32],
  rle8: [8],
  rle4: [4],
  masks: [16, 32],
}
const MASKS_555: BmpMasks = { red: 0x7c00, green: 0x03e0, blue: 0x001f, alpha: 0 }
const MASKS_888: BmpMasks = { red: 0xff0000, green: 0x00ff00, blue: 0x0000ff, alpha: 0 }

/**
 * Reads a BMP's headers (BITMAPCOREHEADER, BITMAPINFOHEADER up to BITMAPV5HEADER) and checks them against its length.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readBmpHeader(bytes: Bytes): BmpHeader {
  const headerBytes = bytes.u32le(FILE_HEADER_BYTES)
  if (headerBytes === 16 || headerBytes === 64) throw variantNotSupported('The BMP has an OS/2 2.x header.')
  if (!HEADERS.includes(headerBytes)) throw malformed('The BMP has a header of unknown size.')
  const os2 = headerBytes === OS2_HEADER

  const width = os2 ? bytes.u16le(18) : bytes.i32le(18)
  const signedHeight = os2 ? bytes.u16le(20) : bytes.i32le(22)
  const height = Math.abs(signedHeight)
  if (width < 1 || height < 1 || height > 0x7fffffff) throw malformed('The BMP has an illegal side.')

  const bitsPerPixel = bytes.u16le(os2 ? 24 : 28)
  const compressionNumber = os2 ? 0 : bytes.u32le(30)
  const compression = COMPRESSIONS[compressionNumber]
  if (!compression) throw variantNotSupported('The BMP has a compression that is not supported.')
  if (!DEPTHS[compression].includes(bitsPerPixel)) throw malformed('The BMP has an illegal number of bits per pixel.')
  const topDown = signedHeight < 0
  if (topDown && compression.startsWith('rle')) throw malformed('The BMP is run-length coded from top to bottom.')

  const masks = readMasks(bytes, { headerBytes, bitsPerPixel, compression, compressionNumber })
  const maskBytes = headerBytes === 40 && compression === 'masks' ? (compressionNumber === 6 ? 16 : 12) : 0
  const paletteAt = FILE_HEADER_BYTES + headerBytes + maskBytes
  const paletteEntryBytes = os2 ? 3 : 4
  const declaredColours = os2 || bitsPerPixel > 8 ? 0 : bytes.u32le(46)
  const colours = bitsPerPixel > 8 ? 0 : declaredColours || 2 ** bitsPerPixel
  if (colours > 2 ** bitsPerPixel && colours > 0)
    throw malformed('The palette of the BMP is longer than its pixels allow.')
  const palette = bytes.slice(paletteAt, colours * paletteEntryBytes)

  const pixelsAt = bytes.u32le(10)
  if (pixelsAt < paletteAt) throw malformed('The pixels of the BMP begin inside of its header.')
  const needed = compression.startsWith('rle') ? 2 : bmpRowBytes(width, bitsPerPixel) * height
  bytes.slice(pixelsAt, needed)
  const pixels = bytes.all.subarray(pixelsAt)

  const sides = { width, height, storedWidth: width, storedHeight: height }
  const packing = { topDown, bitsPerPixel, compression, masks, palette, paletteEntryBytes, pixels } as const
  return { format: 'bmp', ...sides, frames: 1, orientation: 1, hasAlpha: masks.alpha !== 0, ...packing }
}

/** Bytes of one row of pixels that are not run-length coded: rows are padded to 32 bits. */
export function bmpRowBytes(width: number, bitsPerPixel: number): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4
}

interface MaskPlace {
  readonly headerBytes: number
  readonly bitsPerPixel: number
  readonly compression: BmpCompression
  readonly compressionNumber: number
}

function readMasks(bytes: Bytes, place: MaskPlace): BmpMasks {
  if (place.compression !== 'masks') return place.bitsPerPixel === 16 ? MASKS_555 : MASKS_888
  const alphaGiven = place.headerBytes >= 56 || place.compressionNumber === 6
  const masks = {
    red: bytes.u32le(54),
    green: bytes.u32le(58),
    blue: bytes.u32le(62),
    alpha: alphaGiven ? bytes.u32le(66) : 0,
  }
  const all = Object.values(masks)
  const within = place.bitsPerPixel === 32 ? 0xffffffff : 0xffff
  if (!all.every((mask) => isContiguous(mask) && mask <= within)) throw malformed('The BMP has illegal channel masks.')
  return masks
}

/** Whether the set bits of a mask stand side by side, or there are none. */
function isContiguous(mask: number): boolean {
  if (mask === 0) return true
  const lowestBit = (mask & -mask) >>> 0
  const shifted = mask / lowestBit
  return (shifted & (shifted + 1)) === 0 || shifted === 0xffffffff
}
