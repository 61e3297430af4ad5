import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Jimp } from 'jimp'
import sharp from 'sharp'
import { readBytes } from '../bytes.ts'
import { readJpegHeader } from '../formats/jpeg/jpeg-header.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { painted, photographLike } from '../kernel/sample-pictures.ts'
import type { Bitmap } from '../orient.ts'
import { encodeJpeg } from './encode-jpeg.ts'

const simd = loadKernel('simd')
const scalar = loadKernel('scalar')

/** Soft gradients and waves: chroma at half of its sides loses little of them. */
const smooth = (width: number, height: number) =>
  painted(width, height, (x, y) => {
    const wave = 60 * Math.sin(x / 19) * Math.cos(y / 23)
    return [130 + wave, 40 + (150 * x) / width, 200 - (170 * y) / height - wave / 2, 255]
  })
const grey = (width: number, height: number) =>
  painted(width, height, (x, y) => {
    const level = 128 + 100 * Math.sin(x / 7) * Math.cos(y / 5)
    return [level, level, level, 255]
  })
/** Nothing but hard edges and full range, where coefficients are as large as they can be. */
const checks = (width: number, height: number, side: number) =>
  painted(width, height, (x, y) => ((Math.floor(x / side) + y) % 2 === 0 ? [255, 0, 255, 255] : [0, 255, 0, 255]))

async function decodedBySharp(source: Buffer): Promise<Bitmap> {
  const { data, info } = await sharp(source)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

async function decodedByJimp(source: Buffer): Promise<Bitmap> {
  return (await Jimp.fromBuffer(source)).bitmap
}

/** In dB, over all channels. */
function ratio(one: Bitmap, other: Bitmap): number {
  assert.deepEqual([one.width, one.height], [other.width, other.height])
  const squares = one.data.reduce((sum, sample, at) => sum + (sample - (other.data[at] ?? 0)) ** 2, 0)
  return 10 * Math.log10(255 ** 2 / (squares / one.data.length))
}

describe('a JPEG', () => {
  test('shows the picture to other decoders, whatever its sides', async () => {
    for (const [width, height] of [
      [320, 240],
      [7, 13],
      [17, 9],
      [16, 16],
      [33, 15],
      [1, 40],
    ] as const) {
      const source = smooth(width, height)
      const bytes = encodeJpeg(source, { quality: 95 }, simd)
      for (const decode of [decodedBySharp, decodedByJimp]) {
        const decibels = ratio(await decode(bytes), source)
        assert.ok(decibels >= 32, `${width}×${height}: ${decibels} dB in ${decode.name}`)
      }
    }
  })

  test('of one pixel has its colour', async () => {
    const bytes = encodeJpeg(
      painted(1, 1, () => [200, 100, 50, 255]),
      { quality: 100 },
      simd,
    )
    const { data } = await decodedBySharp(bytes)
    for (const [at, sample] of [200, 100, 50].entries()) assert.ok(Math.abs((data[at] ?? 0) - sample) <= 2)
  })

  test('is as near to the picture as that of libjpeg, and about as long', async () => {
    const source = photographLike(400, 300)
    const raw = { width: 400, height: 300, channels: 4 } as const
    for (const quality of [1, 30, 50, 80, 95, 100]) {
      const ours = encodeJpeg(source, { quality }, simd)
      const theirs = await sharp(source.data, { raw }).jpeg({ quality, optimiseCoding: false }).toBuffer()
      const loss = ratio(await decodedBySharp(theirs), source) - ratio(await decodedBySharp(ours), source)
      assert.ok(loss <= 0.1, `${loss} dB at ${quality}`)
      assert.ok(Math.abs(ours.length / theirs.length - 1) <= 0.02, `${ours.length} : ${theirs.length} at ${quality}`)
    }
  })

  test('has one component when all pixels are grey', async () => {
    for (const [width, height] of [
      [100, 60],
      [9, 8],
      [1, 1],
    ] as const) {
      const source = grey(width, height)
      const bytes = encodeJpeg(source, { quality: 95 }, simd)
      assert.equal(readJpegHeader(readBytes(bytes)).colours, 'grey')
      assert.ok(ratio(await decodedBySharp(bytes), source) >= 40)
      assert.ok(ratio(await decodedByJimp(bytes), source) >= 40)
    }
  })

  test('has three when one pixel is not', () => {
    const source = grey(40, 40)
    source.data[40 * 40 * 4 - 3] = 7
    assert.equal(readJpegHeader(readBytes(encodeJpeg(source, { quality: 80 }, simd))).colours, 'ycc')
  })

  test('keeps its profile, and stays in the colours that the profile is for', async () => {
    const profiled = await sharp(Buffer.alloc(3), { raw: { width: 1, height: 1, channels: 3 } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
    const { icc } = await sharp(profiled).metadata()
    assert.ok(icc)
    const bytes = encodeJpeg(grey(20, 20), { quality: 80, profile: icc }, simd)
    assert.equal(readJpegHeader(readBytes(bytes)).colours, 'ycc')
    assert.deepEqual((await sharp(bytes).metadata()).icc, icc)
    const greyProfile = Buffer.from(icc).fill('GRAY', 16, 20)
    const greyBytes = encodeJpeg(grey(20, 20), { quality: 80, profile: greyProfile }, simd)
    assert.equal(readJpegHeader(readBytes(greyBytes)).colours, 'grey')
  })

  test('does not look at alpha', () => {
    const source = smooth(30, 20)
    const clear = Buffer.from(source.data)
    for (let at = 3; at < clear.length; at += 4) clear[at] = at % 256
    const options = { quality: 80 }
    assert.deepEqual(encodeJpeg({ ...source, data: clear }, options, simd), encodeJpeg(source, options, simd))
  })

  test('is the same with and without vectors, on fresh and on used memory', () => {
    for (const source of [
      photographLike(123, 77),
      smooth(64, 48),
      grey(50, 41),
      checks(48, 40, 1),
      checks(64, 64, 4),
    ]) {
      for (const quality of [1, 50, 80, 100]) {
        const bytes = encodeJpeg(source, { quality }, simd)
        assert.deepEqual(encodeJpeg(source, { quality }, scalar), bytes)
        assert.deepEqual(encodeJpeg(source, { quality }, loadKernel('simd')), bytes)
      }
    }
  })

  test('holds the largest steps that there are', async () => {
    for (const side of [1, 2, 4, 8]) {
      const source = painted(64, 48, (x, y) => {
        const level = (Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? 255 : 0
        return [level, level, level, 255]
      })
      const bytes = encodeJpeg(source, { quality: 100 }, simd)
      assert.ok(ratio(await decodedBySharp(bytes), source) >= 50)
      assert.ok(ratio(await decodedByJimp(bytes), source) >= 50)
    }
  })

  test('is not made of fewer pixels than its sides say', () => {
    const source = { ...smooth(20, 20), height: 21 }
    assert.throws(() => encodeJpeg(source, { quality: 80 }, simd), RangeError)
  })
})
