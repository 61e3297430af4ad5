import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { quarters } from '../../../../test/pictures.ts'
import {
  animatedWebp,
  emptyLossless,
  emptyLossy,
  ringed,
  webp,
  webpChunk,
  webpChunksOf,
  webpOf,
  webpPixels,
} from '../../../../test/webp-pictures.ts'
import { Failure } from '../../../errors/failure.ts'
import type { Bitmap } from '../../orient.ts'
import { loadWebpEncoder } from './libwebp-encoder.ts'
import { webpCodec } from './webp-codec.ts'

const codec = webpCodec()
const decode = async (source: Buffer): Promise<Bitmap> => codec.decode(source)
const refuses = (source: Buffer) => assert.rejects(decode(source), { name: 'Failure', code: 'picture-malformed' })
const decodedByVips = (source: Buffer) => sharp(source).ensureAlpha().raw().toBuffer()

describe('pixels are decoded as by libvips', () => {
  const options = { lossy: {}, lossless: { lossless: true }, 'near lossless': { nearLossless: true, quality: 60 } }
  for (const [name, how] of Object.entries(options)) {
    test(name, async () => {
      for (const picture of [quarters(61, 47), ringed(61, 47), quarters(1, 1)]) {
        const source = await webp(picture.width, picture.height, how, picture)
        const { width, height, data } = await decode(source)
        assert.deepEqual([width, height], [picture.width, picture.height])
        assert.deepEqual(data, await decodedByVips(source))
      }
    })
  }

  test('the first frame of an animation, with nothing around it', async () => {
    const pixels = webpPixels(await webp(4, 4, { lossless: true }))
    const { data } = await decode(animatedWebp(8, 6, [{ left: 2, top: 2, width: 4, height: 4, pixels }]))
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((row) => [...Array(8).keys()].map((column) => data.readUInt32BE((row * 8 + column) * 4))),
      [
        new Array(8).fill(0),
        new Array(8).fill(0),
        [0, 0, 0xff0000ff, 0xff0000ff, 0x00ff00ff, 0x00ff00ff, 0, 0],
        [0, 0, 0xff0000ff, 0xff0000ff, 0x00ff00ff, 0x00ff00ff, 0, 0],
        [0, 0, 0x0000ffff, 0x0000ffff, 0xffffffff, 0xffffffff, 0, 0],
        [0, 0, 0x0000ffff, 0x0000ffff, 0xffffffff, 0xffffffff, 0, 0],
      ],
    )
  })
})

describe('pixels that are not complete', () => {
  test('are refused, or are those of the whole picture, wherever they are cut', async () => {
    for (const [type, how] of [
      ['VP8 ', {}],
      ['VP8L', { lossless: true }],
    ] as const) {
      const source = await webp(20, 30, how, ringed(20, 30))
      const opaque = webpOf(...webpChunksOf(source, type))
      const [body] = webpChunksOf(opaque, type).map((chunk) => chunk.subarray(8, 8 + chunk.readUInt32LE(4)))
      const whole = await decode(opaque)
      const end = body?.length ?? 0
      for (let length = 0; length < end; length += length < end - 20 ? 7 : 1) {
        const cut = webpOf(webpChunk(type, body?.subarray(0, length) ?? Buffer.alloc(0)))
        const bitmap = await decode(cut).catch((error) => {
          assert.equal(error.code, 'picture-malformed')
          return whole
        })
        assert.deepEqual(bitmap, whole)
      }
    }
  })

  test('are refused when alpha is cut', async () => {
    const source = await webp(40, 30, {}, ringed(40, 30))
    const [alpha = Buffer.alloc(0)] = webpChunksOf(source, 'ALPH')
    const [extension, pixels] = webpChunksOf(source, 'VP8X', 'VP8 ')
    assert.ok(extension && pixels)
    const length = alpha.readUInt32LE(4)
    for (let cut = 1; cut < length; cut += 3) {
      await refuses(webpOf(extension, webpChunk('ALPH', alpha.subarray(8, 8 + length - cut)), pixels))
    }
  })

  test('are refused when there is nothing but a header', async () => {
    await refuses(webpOf(emptyLossy(4000, 4000)))
    await refuses(webpOf(emptyLossless(7000, 7000)))
  })
})

test('damaged pixels give a picture or a refusal, the same one every time', async () => {
  const sources = [
    await webp(24, 24, { lossless: true }, ringed(24, 24)),
    await webp(24, 24, {}, ringed(24, 24)),
    await webp(24, 24, { lossless: true }),
  ]
  const outcome = (source: Buffer) =>
    decode(source).then(
      ({ data }) => data.toString('base64'),
      (error) => {
        assert.ok(error instanceof Failure && error.code.startsWith('picture-'), String(error))
        return error.code
      },
    )
  const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 }))
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(change, { minLength: 1, maxLength: 8 }), async (seed, changes) => {
      const damaged = Buffer.from(sources[seed % sources.length] ?? [])
      for (const [share, value] of changes) damaged[Math.floor(20 + share * (damaged.length - 21))] = value
      assert.equal(await outcome(damaged), await outcome(damaged))
    }),
    { numRuns: 300 },
  )
})

describe('a result', () => {
  test('is as near to its pixels as that of libvips, and as small, with its alpha', async () => {
    const picture = ringed(80, 60)
    const own = await codec.encode(picture, { quality: 80 })
    const other = await webp(80, 60, { quality: 80 }, picture)
    assert.ok(own.length <= other.length * 1.05)
    const [ownData, otherData] = [await decodedByVips(own), await decodedByVips(other)]
    assert.ok(distance(ownData, picture.data) <= distance(otherData, picture.data) * 1.05)
    for (let at = 3; at < ownData.length; at += 4) assert.equal(ownData[at], picture.data[at])
  })

  test('has no alpha where nothing is transparent', async () => {
    const { hasAlpha } = await sharp(await codec.encode(quarters(16, 16), { quality: 80 })).metadata()
    assert.equal(hasAlpha, false)
  })

  test('is larger and nearer with more quality', async () => {
    const picture = ringed(80, 60)
    const [low, high] = [
      await codec.encode(picture, { quality: 1 }),
      await codec.encode(picture, { quality: 100 }),
    ] as const
    assert.ok(low.length < high.length)
    assert.ok(distance(await decodedByVips(low), picture.data) > distance(await decodedByVips(high), picture.data))
  })

  test('has the same bytes with the vector instructions of the machine and without', async () => {
    const [simd, scalar] = await Promise.all([loadWebpEncoder('simd'), loadWebpEncoder('scalar')])
    assert.deepEqual(await simd(ringed(70, 50), 80), await scalar(ringed(70, 50), 80))
  })

  test('has at most 16383 pixels on a side', async () => {
    const row = (width: number) => ({ width, height: 1, data: Buffer.alloc(width * 4, 255) })
    const { width } = await sharp(await codec.encode(row(16383), { quality: 80 })).metadata()
    assert.equal(width, 16383)
    await assert.rejects(async () => codec.encode(row(16384), { quality: 80 }), {
      name: 'Failure',
      code: 'picture-sides-too-large',
    })
  })
})

/** Mean square of the differences of what is seen. */
function distance(one: Buffer, other: Buffer): number {
  let squares = 0
  for (let at = 0; at < one.length; at++) {
    const alpha = other[at | 3] ?? 0
    squares += (((one[at] ?? 0) - (other[at] ?? 0)) * alpha) ** 2
  }
  return squares / one.length
}
