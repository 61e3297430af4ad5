/** Pictures built in code: good ones of every kind, and hostile ones. Nothing here is read from a file. */
import { crc32, deflateSync } from 'node:zlib'
import { Jimp } from 'jimp'

const u16le = (value: number) => Buffer.from([value & 255, value >> 8])
const u32le = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const u32be = (value: number) => u32le(value).reverse()

// PNG

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** One chunk; `crc` overrides the right one. */
export function pngChunk(type: string, body: Uint8Array = Buffer.alloc(0), crc?: number): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
  return Buffer.concat([u32be(body.length), typed, u32be(crc ?? crc32(typed))])
}

/** The same PNG with its compressed data cut in half, all checksums right. */
export function withBrokenPixels(png: Buffer): Buffer {
  const at = png.indexOf('IDAT') - 4
  const length = png.readUInt32BE(at)
  const data = png.subarray(at + 8, at + 8 + Math.floor(length / 2))
  return Buffer.concat([png.subarray(0, at), pngChunk('IDAT', data), png.subarray(at + 12 + length)])
}

export interface PngHead {
  readonly width: number
  readonly height: number
  readonly depth?: number
  readonly colourType?: number
  readonly interlaced?: boolean
}

export function pngIhdr({ width, height, depth = 8, colourType = 6, interlaced = false }: PngHead): Buffer {
  const tail = Buffer.from([depth, colourType, 0, 0, interlaced ? 1 : 0])
  return pngChunk('IHDR', Buffer.concat([u32be(width), u32be(height), tail]))
}

/** A PNG of exactly these chunks, between the signature and IEND. */
export const pngOf = (...chunks: Buffer[]): Buffer => Buffer.concat([PNG_SIGNATURE, ...chunks, pngChunk('IEND')])

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Bytes of inflated data that a PNG without interlacing must have. */
export function pngDataBytes({ width, height, depth = 8, colourType = 6 }: PngHead): number {
  return height * (1 + Math.ceil((width * depth * (SAMPLES[colourType] ?? 0)) / 8))
}

export interface PngParts extends PngHead {
  /** Inflated data, filter bytes included; zeros of the right length by default (not for interlaced ones). */
  readonly raw?: Uint8Array
  /** Chunks between IHDR and IDAT. */
  readonly before?: readonly Buffer[]
}

export function png({ raw, before = [], ...head }: PngParts): Buffer {
  const palette = head.colourType === 3 ? [pngChunk('PLTE', Buffer.from([200, 100, 50, 0, 0, 255]))] : []
  return pngOf(
    pngIhdr(head),
    ...palette,
    ...before,
    pngChunk('IDAT', deflateSync(raw ?? Buffer.alloc(pngDataBytes(head)))),
  )
}

/** RGBA rows with filter bytes in front, as the inflated data of a PNG has them. */
export function pngRows({ data, width, height }: { data: Buffer; width: number; height: number }): Buffer {
  const rows = Array.from({ length: height }, (_, row) => data.subarray(row * width * 4, (row + 1) * width * 4))
  return Buffer.concat(rows.flatMap((row) => [Buffer.from([0]), row]))
}

// JPEG

/** A picture whose four quarters differ: red, green over blue, white. Turning it any way shows. */
export function quarters(width: number, height: number): { data: Buffer; width: number; height: number } {
  const data = Buffer.alloc(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const right = x >= width / 2
      const colour = y < height / 2 ? (right ? 0x00ff00ff : 0xff0000ff) : right ? 0xffffffff : 0x0000ffff
      data.writeUInt32BE(colour, (y * width + x) * 4)
    }
  }
  return { data, width, height }
}

export async function jpeg(width: number, height: number): Promise<Buffer> {
  return new Jimp(quarters(width, height)).getBuffer('image/jpeg', { quality: 90 })
}

/** An EXIF block that says nothing but an orientation. */
export function exif(orientation: number, { bigEndian = false } = {}): Buffer {
  const block = Buffer.from('49492a0008000000010012010300010000000000000000000000', 'hex')
  block.writeUInt16LE(orientation, 18)
  if (!bigEndian) return block
  const turned = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  turned.writeUInt16BE(orientation, 18)
  return turned
}

export function jpegSegment(marker: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return Buffer.concat([Buffer.from([0xff, marker]), length, body])
}

/** The same JPEG with an EXIF orientation. */
export function turnedJpeg(source: Buffer, orientation: number): Buffer {
  const segment = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)]))
  return Buffer.concat([source.subarray(0, 2), segment, source.subarray(2)])
}

/** Where the parameters of a JPEG's first segment with one of these markers begin. */
export function jpegSegmentAt(source: Buffer, ...markers: number[]): number {
  for (let at = 2; ; at += 2 + source.readUInt16BE(at + 2)) if (markers.includes(source[at + 1] ?? 0)) return at + 4
}

/** The same JPEG with other sides in its frame header, its data unchanged. */
export function patchedJpegSides(source: Buffer, width: number, height: number): Buffer {
  const patched = Buffer.from(source)
  const frame = jpegSegmentAt(source, 0xc0)
  patched.writeUInt16BE(height, frame + 1)
  patched.writeUInt16BE(width, frame + 3)
  return patched
}

/** A progressive JPEG of 8×8 grey pixels with this many scans; its entropy-coded data is a few zero bits. */
export function progressiveJpeg(scans: number, { side = 8 } = {}): Buffer {
  const frame = Buffer.from([8, side >> 8, side & 255, side >> 8, side & 255, 1, 1, 0x11, 0])
  const huffman = (table: number) => Buffer.concat([Buffer.from([table, 1]), Buffer.alloc(15), Buffer.from([0])])
  const scan = (start: number, end: number) =>
    Buffer.concat([
      jpegSegment(0xda, Buffer.from([1, 1, 0, start, end, 0])),
      Buffer.alloc(Math.ceil((side / 8) ** 2 / 8)),
    ])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    jpegSegment(0xc2, frame),
    jpegSegment(0xc4, Buffer.concat([huffman(0x00), huffman(0x10)])),
    scan(0, 0),
    ...Array.from({ length: scans - 1 }, () => scan(1, 5)),
    Buffer.from([0xff, 0xd9]),
  ])
}

// GIF

export interface GifFramePart {
  readonly left?: number
  readonly top?: number
  readonly width: number
  readonly height: number
  /** Palette indices 0…3, one for each pixel; all 1 by default. */
  readonly indices?: readonly number[]
  /** Compressed data as it stands instead of that of `indices`: minimum code size, sub-blocks, empty sub-block. */
  readonly data?: Uint8Array
  readonly transparentIndex?: number
}

/** A GIF whose four colours are black, red, green and blue. */
export function gif(width: number, height: number, frames: readonly GifFramePart[]): Buffer {
  const palette = Buffer.from('000000ff000000ff000000ff', 'hex')
  const screen = [Buffer.from('GIF89a'), u16le(width), u16le(height), Buffer.from([0x81, 0, 0]), palette]
  return Buffer.concat([...screen, ...frames.map(gifFrame), Buffer.from([0x3b])])
}

function gifFrame({ left = 0, top = 0, width, height, indices, data, transparentIndex }: GifFramePart): Buffer {
  const control =
    transparentIndex === undefined ? Buffer.alloc(0) : Buffer.from([0x21, 0xf9, 4, 1, 0, 0, transparentIndex, 0])
  const descriptor = [Buffer.from([0x2c]), u16le(left), u16le(top), u16le(width), u16le(height), Buffer.from([0])]
  return Buffer.concat([control, ...descriptor, data ?? gifData(indices ?? new Array(width * height).fill(1))])
}

/** Compresses indices 0…3 without compressing them: a clear code (4) before every other index, so codes keep 3 bits. */
export function gifData(indices: readonly number[]): Buffer {
  const codes = indices.flatMap((index, position) => (position % 2 === 0 ? [4, index] : [index]))
  const bits = [...codes, 5]
    .map((code) => code.toString(2).padStart(3, '0'))
    .reverse()
    .join('')
  const bytes: number[] = []
  for (let end = bits.length; end > 0; end -= 8) bytes.push(Number.parseInt(bits.slice(Math.max(0, end - 8), end), 2))
  const blocks: number[] = []
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255)
    blocks.push(block.length, ...block)
  }
  return Buffer.from([2, ...blocks, 0])
}

// BMP

export interface BmpParts {
  readonly width: number
  /** Negative: top row first. */
  readonly height: number
  readonly bits: number
  readonly compression?: number
  readonly headerBytes?: 12 | 40 | 52 | 56 | 108 | 124
  /** Masks behind the first 40 bytes of the header. */
  readonly masks?: readonly number[]
  /** Blue, green, red, 0 for each entry (blue, green, red with a header of 12). */
  readonly palette?: readonly number[]
  readonly pixels: Uint8Array
}

export function bmp({
  width,
  height,
  bits,
  compression = 0,
  headerBytes = 40,
  masks = [],
  palette = [],
  pixels,
}: BmpParts): Buffer {
  const info =
    headerBytes === 12
      ? Buffer.concat([u32le(12), u16le(width), u16le(height), u16le(1), u16le(bits)])
      : Buffer.concat([
          ...[headerBytes, width, height].map(u32le),
          u16le(1),
          u16le(bits),
          ...[compression, pixels.length, 0, 0, bits <= 8 ? palette.length / 4 : 0, 0, ...masks].map(u32le),
        ])
  const header = Buffer.concat([info, Buffer.alloc(Math.max(0, headerBytes - info.length))])
  const offset = 14 + header.length + palette.length
  const file = [Buffer.from('BM'), u32le(offset + pixels.length), u32le(0), u32le(offset)]
  return Buffer.concat([...file, header, Buffer.from(palette), pixels])
}

/** A square PNG of one bit per pixel: few bytes, and at 7000 pixels seconds of work for a decoder in JavaScript. */
export const slowPicture = (side: number): Buffer => png({ width: side, height: side, colourType: 0, depth: 1 })
