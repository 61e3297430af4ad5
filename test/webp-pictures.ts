/** WebPs built in code: good ones through libvips, and hostile ones of bytes. */
import sharp, { type WebpOptions } from 'sharp'
import { exif, quarters } from './pictures.ts'

const u24le = (value: number) => Buffer.from(Uint32Array.of(value).buffer).subarray(0, 3)
const u32le = (value: number) => Buffer.from(Uint32Array.of(value).buffer)

interface RgbaPicture {
  readonly data: Buffer
  readonly width: number
  readonly height: number
}

/** Encodes pixels, those of four quarters by default. */
export const webp = (
  width: number,
  height: number,
  options: WebpOptions = {},
  { data }: RgbaPicture = quarters(width, height),
): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .webp(options)
    .toBuffer()

/** Rings that are opaque, clear and half clear over colours of every kind. */
export function ringed(width: number, height: number): RgbaPicture {
  const data = Buffer.alloc(width * height * 4)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[at++] = (x * 255) / width
      data[at++] = (y * 255) / height
      data[at++] = (x * y) % 256
      data[at++] = Math.min(255, Math.max(0, 128 + 200 * Math.sin(Math.hypot(x - width / 3, y - height / 2) / 5)))
    }
  }
  return { data, width, height }
}

/** One chunk with its padding. */
export const webpChunk = (type: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(type, 'latin1'), u32le(body.length), body, Buffer.alloc(body.length % 2)])

/** A WebP of exactly these chunks. */
export function webpOf(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return Buffer.concat([Buffer.from('RIFF'), u32le(body.length), body])
}

export const WEBP_FLAGS = { animated: 0x02, exif: 0x08, alpha: 0x10, profile: 0x20 } as const

export const webpExtension = (width: number, height: number, flags = 0): Buffer =>
  webpChunk('VP8X', Buffer.concat([u32le(flags), u24le(width - 1), u24le(height - 1)]))

/** The chunks of a WebP of one of these types, whole. */
export function webpChunksOf(source: Buffer, ...types: string[]): Buffer[] {
  const found: Buffer[] = []
  for (let at = 12; at < source.length; ) {
    const length = source.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    if (types.includes(source.toString('latin1', at, at + 4))) found.push(source.subarray(at, end))
    at = end
  }
  return found
}

/** What makes the pixels of a WebP. */
export const webpPixels = (source: Buffer): Buffer => Buffer.concat(webpChunksOf(source, 'ALPH', 'VP8 ', 'VP8L'))

/** A lossy key frame of these sides in which nothing follows the header but zeros. */
export function emptyLossy(width: number, height: number): Buffer {
  const body = Buffer.alloc(20)
  body.set([0x10, 0, 0, 0x9d, 0x01, 0x2a])
  body.writeUInt16LE(width, 6)
  body.writeUInt16LE(height, 8)
  return webpChunk('VP8 ', body)
}

/** A lossless picture of these sides in which nothing follows the header but zeros. */
export function emptyLossless(width: number, height: number): Buffer {
  const body = Buffer.alloc(12)
  body[0] = 0x2f
  body.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1)
  return webpChunk('VP8L', body)
}

export interface WebpFramePart {
  readonly left?: number
  readonly top?: number
  readonly width: number
  readonly height: number
  /** What makes the pixels; nothing but a lossy header by default. */
  readonly pixels?: Buffer
}

/** An animated WebP. Places are even numbers. */
export function animatedWebp(width: number, height: number, frames: readonly WebpFramePart[]): Buffer {
  const flags = WEBP_FLAGS.animated | WEBP_FLAGS.alpha
  return webpOf(webpExtension(width, height, flags), webpChunk('ANIM', Buffer.alloc(6)), ...frames.map(webpFrame))
}

export function webpFrame({ left = 0, top = 0, width, height, pixels }: WebpFramePart): Buffer {
  const head = [left / 2, top / 2, width - 1, height - 1, 100].map(u24le)
  return webpChunk('ANMF', Buffer.concat([...head, Buffer.from([0]), pixels ?? emptyLossy(width, height)]))
}

/** The same simple WebP with an EXIF orientation. */
export const turnedWebp = (source: Buffer, width: number, height: number, orientation: number, name = ''): Buffer =>
  webpOf(
    webpExtension(width, height, WEBP_FLAGS.exif),
    webpPixels(source),
    webpChunk('EXIF', Buffer.concat([Buffer.from(name, 'latin1'), exif(orientation)])),
  )
