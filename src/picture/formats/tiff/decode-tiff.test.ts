import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import sharp, { type TiffOptions } from 'sharp'
import { type TiffParts, tiff } from '../../../../test/tiff-pictures.ts'
import { readBytes } from '../../bytes.ts'
import { limitSettings } from '../../limits.ts'
import { decodeTiff } from './decode-tiff.ts'
import { readTiffHeader } from './tiff-header.ts'

const limits = limitSettings.read({})
const decodeBytes = (bytes: Uint8Array) => decodeTiff(readTiffHeader(readBytes(bytes)), limits)

/** The decoded pixels as hex, one text for each pixel. */
async function decode(parts: TiffParts): Promise<string[]> {
  const { data } = await decodeBytes(tiff(parts))
  return Array.from({ length: data.length / 4 }, (_, pixel) => data.toString('hex', pixel * 4, pixel * 4 + 4))
}

const bytes = (...values: number[]) => Buffer.from(values)
const words = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer)
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer)

/** One row of pixels. */
const row = (width: number, piece: Uint8Array, tags: TiffParts['tags'] = {}): TiffParts => ({
  width,
  height: 1,
  pieces: [piece],
  tags,
})
const RGB = { 262: [2], 277: [3] }

describe('samples become 8 bits', () => {
  test('grey of 1, 2, 4, 12 and 16 bits', async () => {
    assert.deepEqual(await decode(row(3, bytes(0b10100000), { 258: [1] })), ['ffffffff', '000000ff', 'ffffffff'])
    assert.deepEqual(await decode(row(3, bytes(0b00011100), { 258: [2] })), ['000000ff', '555555ff', 'ffffffff'])
    assert.deepEqual(await decode(row(3, bytes(0x0f, 0x80), { 258: [4] })), ['000000ff', 'ffffffff', '888888ff'])
    assert.deepEqual(await decode(row(2, bytes(0x80, 0x0f, 0xff), { 258: [12] })), ['808080ff', 'ffffffff'])
    const grey16 = ['000000ff', '010101ff', '7f7f7fff', 'ffffffff']
    assert.deepEqual(await decode(row(4, words(128, 129, 32767, 65535), { 258: [16] })), grey16)
    const swapped = words(128, 129, 32767, 65535).swap16()
    assert.deepEqual(await decode({ ...row(4, swapped, { 258: [16] }), bigEndian: true }), grey16)
  })

  test('every row begins on a whole byte', async () => {
    const parts = { width: 3, height: 2, pieces: [bytes(0b01000000, 0b10100000)], tags: { 258: [1] } }
    assert.deepEqual(
      await decode(parts),
      ['00', 'ff', '00', 'ff', '00', 'ff'].map((grey) => `${grey.repeat(3)}ff`),
    )
  })

  test('32 bits, signed ones, and floats as amounts of light', async () => {
    const longs = Buffer.from(Uint32Array.of(0, 0x80000000, 0xffffffff).buffer)
    assert.deepEqual(await decode(row(3, longs, { 258: [32] })), ['000000ff', '808080ff', 'ffffffff'])
    const long64 = Buffer.from(BigUint64Array.of(0n, 2n ** 63n).buffer)
    assert.deepEqual(await decode(row(2, long64, { 258: [64] })), ['000000ff', '808080ff'])
    const signed = Buffer.from(Int16Array.of(-5, 16384, 32767).buffer)
    assert.deepEqual(await decode(row(3, signed, { 258: [16], 339: [2] })), ['000000ff', '808080ff', 'ffffffff'])
    const light = floats(-1, Number.NaN, 0.2158605, 2)
    assert.deepEqual(await decode(row(4, light, { 258: [32], 339: [3] })), [
      '000000ff',
      '000000ff',
      '808080ff',
      'ffffffff',
    ])
    assert.deepEqual(await decode(row(2, words(0x3c00, 0x32e8), { 258: [16], 339: [3] })), ['ffffffff', '808080ff'])
  })

  test('bits in the other order', async () => {
    assert.deepEqual(await decode(row(2, bytes(0x02), { 258: [1], 266: [2] })), ['000000ff', 'ffffffff'])
  })
})

describe('samples become colours', () => {
  test('grey with white as zero, RGB, a palette of 16 bits and one of 8', async () => {
    assert.deepEqual(await decode(row(2, bytes(0, 200), { 262: [0] })), ['ffffffff', '373737ff'])
    assert.deepEqual(await decode(row(2, bytes(1, 2, 3, 4, 5, 6), RGB)), ['010203ff', '040506ff'])
    const palette = (scale: number) => [255, 0, 0, 128, 10, 20].map((value) => value * scale)
    for (const scale of [1, 257]) {
      const tags = { 258: [1], 262: [3], 320: palette(scale) }
      assert.deepEqual(await decode(row(2, bytes(0b01000000), tags)), ['ff000aff', '008014ff'])
    }
  })

  test('inks, YCbCr and Lab', async () => {
    const inks = { 262: [5], 277: [4] }
    assert.deepEqual(await decode(row(2, bytes(0, 0, 0, 0, 255, 0, 0, 51), inks)), ['ffffffff', '00ccccff'])
    const ycc = { 262: [6], 277: [3], 530: [1, 1] }
    assert.deepEqual(await decode(row(2, bytes(76, 85, 255, 128, 128, 128), ycc)), ['fe0000ff', '808080ff'])
    const lab = { 262: [8], 277: [3] }
    assert.deepEqual(await decode(row(2, bytes(255, 0, 0, 138, 81, 70), lab)), ['ffffffff', 'ff0000ff'])
    const lab16 = words(138 << 8, 81 << 8, 70 << 8)
    assert.deepEqual(await decode(row(1, lab16, { ...lab, 258: [16] })), ['ff0000ff'])
  })

  test('chroma that four pixels share', async () => {
    const blocks = bytes(10, 20, 30, 40, 128, 128, 50, 0, 60, 0, 128, 128)
    const parts = { width: 3, height: 2, pieces: [blocks], tags: { 262: [6], 277: [3], 530: [2, 2] } }
    const greys = ['0a', '14', '32', '1e', '28', '3c']
    assert.deepEqual(
      await decode(parts),
      greys.map((grey) => `${grey.repeat(3)}ff`),
    )
  })

  test('alpha as it is, and colours that were multiplied by it', async () => {
    const alpha = (extra: number) => ({ 262: [2], 277: [4], 338: [extra] })
    const pixels = bytes(100, 50, 0, 128, 9, 9, 9, 0)
    assert.deepEqual(await decode(row(2, pixels, alpha(2))), ['64320080', '09090900'])
    assert.deepEqual(await decode(row(2, pixels, alpha(1))), ['c7640080', '00000000'])
    assert.deepEqual(await decode(row(2, pixels, alpha(0))), ['643200ff', '090909ff'])
  })

  test('planes, and tiles that reach over the edge', async () => {
    const planes = { width: 2, height: 1, pieces: [bytes(1, 2), bytes(3, 4), bytes(5, 6)], tags: { ...RGB, 284: [2] } }
    assert.deepEqual(await decode({ ...planes, tags: { ...planes.tags, 278: [1] } }), ['010305ff', '020406ff'])
    const tile = (grey: number) => Buffer.alloc(16 * 16, grey)
    const tiles = { width: 17, height: 17, pieces: [1, 2, 3, 4].map(tile), tags: { 322: [16], 323: [16] } }
    const pixels = await decode(tiles)
    assert.deepEqual(
      [0, 16, 17 * 16, 17 * 17 - 1].map((at) => pixels[at]),
      ['010101ff', '020202ff', '030303ff', '040404ff'],
    )
  })
})

describe('what sharp writes is decoded to its own pixels', () => {
  const [width, height] = [75, 53]
  const pixels = Buffer.from(
    Array.from(
      { length: width * height * 3 },
      (_, at) => 128 + 100 * Math.sin(at / 50) + 20 * Math.cos((at * at) / 90),
    ),
  )
  const source = () => sharp(pixels, { raw: { width, height, channels: 3 } })
  const ways: Readonly<Record<string, TiffOptions>> = {
    lzw: { compression: 'lzw', predictor: 'none' },
    'lzw with differences': { compression: 'lzw', predictor: 'horizontal' },
    deflate: { compression: 'deflate', predictor: 'none' },
    'deflate with differences': { compression: 'deflate', predictor: 'horizontal' },
    packbits: { compression: 'packbits' },
    'deflate in tiles': { compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 16 },
    'lzw in tiles': { compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 64 },
    BigTIFF: { compression: 'none', bigtiff: true },
  }
  for (const [name, options] of Object.entries(ways)) {
    test(name, async () => {
      const { data } = await decodeBytes(await source().tiff(options).toBuffer())
      assert.deepEqual(data, await source().ensureAlpha().raw().toBuffer())
    })
  }

  test('jpeg, with and without subsampled chroma', async () => {
    for (const quality of [80, 100]) {
      const written = await source().tiff({ compression: 'jpeg', quality }).toBuffer()
      const { data } = await decodeBytes(written)
      const own = await sharp(written).ensureAlpha().raw().toBuffer()
      assert.ok(data.every((value, at) => Math.abs(value - (own[at] ?? 0)) <= 60))
      const mean = data.reduce((sum, value, at) => sum + Math.abs(value - (own[at] ?? 0)), 0) / data.length
      assert.ok(mean < 3, `${mean}`)
    }
  })

  test('one whole JPEG, as old writers stored it', async () => {
    const jpeg = await source().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()
    const tags = { 258: undefined, 259: [6], 262: [6], 273: undefined, 279: undefined, 513: [8] }
    const { data } = await decodeBytes(tiff({ width, height, pieces: [jpeg], tags }))
    const own = await sharp(jpeg).ensureAlpha().raw().toBuffer()
    assert.ok(data.every((value, at) => Math.abs(value - (own[at] ?? 0)) <= 8))
  })

  test('fax, and fewer bits', async () => {
    const black = await source().greyscale().threshold(128).raw().toBuffer()
    for (const options of [
      { compression: 'ccittfax4' },
      { compression: 'deflate', predictor: 'none' },
      { compression: 'ccittfax4', miniswhite: true },
    ] as const) {
      const bitmap = sharp(black, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
      const { data } = await decodeBytes(await bitmap.tiff({ ...options, bitdepth: 1 }).toBuffer())
      assert.deepEqual(
        [...black],
        Array.from({ length: width * height }, (_, pixel) => data[pixel * 4]),
      )
    }
  })

  test('floats with differences', async () => {
    const light = await source().toColourspace('scrgb').tiff({ compression: 'deflate', predictor: 'float' }).toBuffer()
    const { data } = await decodeBytes(light)
    const own = await source().ensureAlpha().raw().toBuffer()
    assert.ok(data.every((value, at) => Math.abs(value - (own[at] ?? 0)) <= 1))
  })
})
