import { Failure } from '../errors/failure.ts'
import type { Rectangle, Sides } from './geometry.ts'
import type { Bitmap } from './orient.ts'

const TRANSPARENT = 0x00000000
const OPAQUE = 0xff
const WHITE = 0xff

/**
 * Reads `#rrggbb` or `#rrggbbaa` as one number, red in the highest byte. Without a colour it is transparent black.
 * @throws Failure `request-not-valid`
 */
export function readColour(colour: string | undefined): number {
  if (colour === undefined) return TRANSPARENT
  if (!/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i.test(colour)) {
    throw new Failure('request-not-valid', { detail: 'A colour must be #rrggbb or #rrggbbaa.' })
  }
  const value = Number.parseInt(colour.slice(1), 16)
  return colour.length === 7 ? value * 256 + OPAQUE : value
}

/** Lays a bitmap at `place` on a canvas of one colour. Its own transparent pixels stay transparent. */
export function layOnCanvas(content: Bitmap, { width, height }: Sides, place: Rectangle, colour: number): Bitmap {
  if (content.width === width && content.height === height) return content
  const background = Buffer.alloc(4)
  background.writeUInt32BE(colour)
  const data = Buffer.alloc(width * height * 4, background)
  const rowBytes = content.width * 4
  for (let row = 0; row < content.height; row++) {
    const to = ((place.top + row) * width + place.left) * 4
    content.data.copy(data, to, row * rowBytes, (row + 1) * rowBytes)
  }
  return { width, height, data }
}

/**
 * Lays a bitmap on an opaque ground for a format that knows no transparency.
 * @param colour what it lies on, red in the highest byte; where that is transparent itself, white is below
 */
export function flatten(bitmap: Bitmap, colour: number): Bitmap {
  if (isOpaque(bitmap)) return bitmap
  const { width, height } = bitmap
  const ground = [colour >>> 24, (colour >>> 16) & 0xff, (colour >>> 8) & 0xff].map((channel) =>
    over(channel, WHITE, colour & 0xff),
  )
  const data = Buffer.alloc(bitmap.data.length, OPAQUE)
  for (let at = 0; at < data.length; at += 4) {
    const alpha = bitmap.data[at + 3] ?? 0
    for (let channel = 0; channel < 3; channel++) {
      data[at + channel] = over(bitmap.data[at + channel] ?? 0, ground[channel] ?? 0, alpha)
    }
  }
  return { width, height, data }
}

/** One channel of a colour over the same of an opaque one (Porter and Duff's operator). */
const over = (above: number, below: number, alpha: number) =>
  Math.round((above * alpha + below * (OPAQUE - alpha)) / OPAQUE)

/** Takes a rectangle out of a bitmap. */
export function crop(source: Bitmap, { left, top, width, height }: Rectangle): Bitmap {
  if (width === source.width && height === source.height) return source
  const data = Buffer.alloc(width * height * 4)
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * source.width + left) * 4
    source.data.copy(data, row * width * 4, from, from + width * 4)
  }
  return { width, height, data }
}

/** Whether every pixel is opaque. */
export function isOpaque({ data }: Bitmap): boolean {
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== OPAQUE) return false
  return true
}
