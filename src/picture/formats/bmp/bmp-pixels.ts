import { malformed } from '../../refusals.ts'
import { type BmpHeader, type BmpMasks, bmpRowBytes } from './bmp-header.ts'
import { expandBmpRuns } from './bmp-runs.ts'

/**
 * Decodes a BMP to RGBA, top row first. Own code: the decoder that comes with jimp reads past the palette, ignores
 * where the pixels begin and stops after the first row of a picture with 4 bits and an odd width.
 * @throws Failure `picture-malformed` for a palette index out of range and for broken runs
 */
export function decodeBmp(header: BmpHeader): Buffer {
  if (header.compression === 'rle8' || header.compression === 'rle4') {
    const indices = expandBmpRuns(header)
    return paint(header, (x, row) => indices[row * header.storedWidth + x] ?? 0, paletteColours(header))
  }
  const at = rowOffset(header)
  const view = new DataView(header.pixels.buffer, header.pixels.byteOffset, header.pixels.byteLength)
  switch (header.bitsPerPixel) {
    case 32:
      return paint(header, (x, row) => view.getUint32(at(row) + 4 * x, true), maskColours(header.masks))
    case 24:
      return paint(
        header,
        (x, row) => view.getUint16(at(row) + 3 * x, true) | (view.getUint8(at(row) + 3 * x + 2) << 16),
        maskColours(header.masks),
      )
    case 16:
      return paint(header, (x, row) => view.getUint16(at(row) + 2 * x, true), maskColours(header.masks))
    default:
      return paint(header, indexReader(view, at, header.bitsPerPixel), paletteColours(header))
  }
}

/** A value of the source to a colour, red in the highest byte, alpha in the lowest. */
type Colours = (value: number) => number

function paint(header: BmpHeader, valueAt: (x: number, row: number) => number, colours: Colours): Buffer {
  const { storedWidth, storedHeight } = header
  const rgba = Buffer.alloc(storedWidth * storedHeight * 4)
  let seenAlpha = 0
  let to = 0
  for (let row = 0; row < storedHeight; row++) {
    for (let x = 0; x < storedWidth; x++, to += 4) {
      const colour = colours(valueAt(x, row))
      seenAlpha |= colour & 0xff
      rgba.writeUInt32BE(colour, to)
    }
  }
  // Many writers declare an alpha channel and leave it at 0: such a picture is opaque, as in every browser.
  if (seenAlpha === 0) for (let alpha = 3; alpha < rgba.length; alpha += 4) rgba[alpha] = 0xff
  return rgba
}

function rowOffset({ storedWidth, storedHeight, bitsPerPixel, topDown }: BmpHeader): (row: number) => number {
  const rowBytes = bmpRowBytes(storedWidth, bitsPerPixel)
  return (row) => (topDown ? row : storedHeight - 1 - row) * rowBytes
}

function indexReader(view: DataView, at: (row: number) => number, bits: number): (x: number, row: number) => number {
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  return (x, row) => {
    const byte = view.getUint8(at(row) + Math.floor(x / perByte))
    return (byte >> (8 - bits * ((x % perByte) + 1))) & mask
  }
}

function paletteColours({ palette, paletteEntryBytes }: BmpHeader): Colours {
  const count = palette.length / paletteEntryBytes
  const table = Uint32Array.from({ length: count }, (_, index) => {
    const [blue = 0, green = 0, red = 0] = palette.subarray(index * paletteEntryBytes)
    return ((red << 24) | (green << 16) | (blue << 8) | 0xff) >>> 0
  })
  return (index) => {
    if (index >= count) throw malformed('The BMP uses a colour that its palette does not have.')
    return table[index] ?? 0
  }
}

function maskColours({ red, green, blue, alpha }: BmpMasks): Colours {
  const [toRed, toGreen, toBlue, toAlpha] = [channel(red, 0), channel(green, 0), channel(blue, 0), channel(alpha, 0xff)]
  return (value) => ((toRed(value) << 24) | (toGreen(value) << 16) | (toBlue(value) << 8) | toAlpha(value)) >>> 0
}

/** Reads one channel out of a pixel and stretches it to 0…255; without bits it is `missing`. */
function channel(mask: number, missing: number): (value: number) => number {
  if (mask === 0) return () => missing
  const lowestBit = (mask & -mask) >>> 0
  const highest = mask / lowestBit
  return (value) => Math.round(((((value & mask) >>> 0) / lowestBit) * 255) / highest)
}
