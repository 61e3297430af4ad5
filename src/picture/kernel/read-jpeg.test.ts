import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp, { type JpegOptions } from 'sharp'
import { loadJpegTurbo, RGBA } from '../accelerated/jpeg-turbo.ts'
import { readBytes } from '../bytes.ts'
import { readJpegHeader } from '../formats/jpeg/jpeg-header.ts'
import { CHROMA_AC, huffmanCodes, LUMA_AC, LUMA_DC } from '../formats/jpeg/jpeg-huffman.ts'
import { readSequentialJpeg, type SequentialComponent, type SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import type { Bitmap } from '../orient.ts'
import { loadKernel } from './kernel.ts'
import { lanczosReference, psnr } from './lanczos-reference.ts'
import { painted, photographLike } from './sample-pictures.ts'

const simd = loadKernel('simd')
const scalar = loadKernel('scalar')
const decodeTurbo = loadJpegTurbo()

async function jpegOf({ data, width, height }: Bitmap, options: JpegOptions = {}): Promise<Buffer> {
  const bitmap = sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha()
  return bitmap.jpeg({ quality: 90, ...options }).toBuffer()
}

function plain(source: Uint8Array): SequentialJpeg {
  const jpeg = readSequentialJpeg(readJpegHeader(readBytes(source)))
  assert.ok(jpeg)
  return jpeg
}

const exact = ({ width, height, data }: Bitmap) => ({ width, height, samples: Float64Array.from(data) })

describe('reading a plain JPEG', () => {
  test('gives what libjpeg gives, at its own sides', async () => {
    for (const [width, height] of [
      [160, 120],
      [61, 33],
      [1, 1],
      [8, 9],
    ] as const) {
      const source = await jpegOf(photographLike(width, height), { chromaSubsampling: '4:4:4' })
      const read = simd.readJpeg(plain(source), 8)
      assert.ok(read)
      const decibels = psnr(read, exact(decodeTurbo(source, { width, height }, RGBA)))
      assert.ok(decibels >= 48, `${width}×${height}: ${decibels} dB`)
    }
  })

  test('to a part of its sides is as good as filtering the whole picture, with 1.8 times the samples needed', async () => {
    const waves = painted(640, 480, (x, y) => {
      const wave = 50 * Math.sin(x / 9) * Math.cos(y / 13)
      return [128 + wave, 60 + (120 * x) / 640 - wave, 200 - (150 * y) / 480, 255]
    })
    const source = await jpegOf(waves)
    const whole = decodeTurbo(source, waves, RGBA)
    for (const eighths of [2, 3, 4]) {
      const sides = { width: Math.floor((80 * eighths) / 1.8), height: Math.floor((60 * eighths) / 1.8) }
      const read = simd.readJpeg(plain(source), eighths)
      assert.ok(read)
      const decibels = psnr(simd.resize(read, sides, true), lanczosReference(whole, sides))
      assert.ok(decibels >= 50, `${eighths}: ${decibels} dB`)
    }
  })

  test('is the same with and without vectors, on fresh and on used memory', async () => {
    const picture = photographLike(147, 83)
    const sources = [
      await jpegOf(picture),
      await jpegOf(picture, { chromaSubsampling: '4:4:4', quality: 100 }),
      await sharp(await jpegOf(picture))
        .toColourspace('b-w')
        .jpeg({ quality: 30 })
        .toBuffer(),
    ]
    for (const source of sources) {
      for (let eighths = 1; eighths <= 8; eighths++) {
        const jpeg = plain(source)
        const fresh = loadKernel('simd')
        const read = simd.readJpeg(jpeg, eighths)
        assert.ok(read || (eighths === 8 && source === sources[0]), `${eighths} of ${sources.indexOf(source)}`)
        assert.deepEqual(scalar.readJpeg(jpeg, eighths), read)
        assert.deepEqual(fresh.readJpeg(jpeg, eighths), read)
        const sides = { width: 9 * eighths, height: 5 * eighths }
        const resized = simd.readResizedJpeg(jpeg, eighths, sides)
        assert.equal(Boolean(resized), Boolean(read))
        assert.deepEqual(scalar.readResizedJpeg(jpeg, eighths, sides), resized)
        assert.deepEqual(fresh.readResizedJpeg(jpeg, eighths, sides), resized)
      }
    }
  })

  test('and scaling it on the way gives what reading and then scaling gives, but for roundings', async () => {
    for (const [width, height] of [
      [40, 30],
      [20, 59],
      [79, 7],
      [1, 1],
    ] as const) {
      for (const source of [await jpegOf(photographLike(160, 120)), await jpegOf(photographLike(161, 119))]) {
        const [jpeg, sides] = [plain(source), { width, height }]
        const [read, resized] = [simd.readJpeg(jpeg, 4), simd.readResizedJpeg(jpeg, 4, sides)]
        assert.ok(read && resized)
        const decibels = psnr(resized, exact(simd.resize(read, sides, true)))
        assert.ok(decibels >= 55, `${width}×${height}: ${decibels} dB`)
      }
    }
  })

  test('leaves a picture at its own sides to libjpeg when chroma has fewer samples', async () => {
    const source = await jpegOf(photographLike(40, 40))
    assert.ok(simd.readJpeg(plain(source), 7))
    assert.equal(simd.readJpeg(plain(source), 8), undefined)
  })

  test('gives what libjpeg gives, where chroma has fewer samples than are made', async () => {
    const picture = photographLike(161, 117)
    const source = await jpegOf(picture)
    for (const eighths of [5, 6, 7]) {
      const sides = { width: Math.ceil((161 * eighths) / 8), height: Math.ceil((117 * eighths) / 8) }
      const read = simd.readJpeg(plain(source), eighths)
      assert.ok(read)
      const decibels = psnr(read, exact(decodeTurbo(source, sides, RGBA)))
      assert.ok(decibels >= 48, `${eighths}: ${decibels} dB`)
    }
  })

  for (const [horizontal, vertical] of [
    [1, 1],
    [2, 1],
    [1, 2],
    [2, 2],
  ] as const) {
    for (const restartInterval of [0, 1, 5]) {
      test(`knows ${horizontal}×${vertical} blocks of luma and restarts after ${restartInterval} units`, () => {
        const jpeg = flatBlocks({ width: 90, height: 70, horizontal, vertical, restartInterval })
        for (const eighths of [1, 5, 6, 7]) {
          const read = simd.readJpeg(jpeg, eighths)
          assert.ok(read)
          // Blocks of luma are 8 pixels wide: so many pixels of the result each, of the level that was put in.
          const { width, data } = read
          for (let at = 0; at < data.length / 4; at++) {
            const x = Math.floor((at % width) / eighths)
            const y = Math.floor(at / width / eighths)
            assert.equal(data[at * 4], 128 + levelAt(x, y), `${x}, ${y}`)
          }
        }
      })
    }
  }

  test('takes nothing that libjpeg refuses, whatever is damaged', async () => {
    const source = await jpegOf(photographLike(64, 48))
    const scanAt = source.length - plain(source).scan.length - 2
    const place = fc.integer({ min: scanAt, max: source.length - 3 })
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const damaged = cut ? Buffer.concat([source.subarray(0, at), source.subarray(-2)]) : Buffer.from(source)
        if (!cut) damaged[at] = (damaged[at] ?? 0) ^ flip
        let jpeg: SequentialJpeg | undefined
        try {
          jpeg = readSequentialJpeg(readJpegHeader(readBytes(damaged)))
        } catch {
          return
        }
        const read = jpeg && simd.readJpeg(jpeg, 2)
        if (read) decodeTurbo(damaged, { width: 16, height: 12 }, RGBA)
      }),
      { numRuns: 1000 },
    )
  })

  test('leaves tables to libjpeg that broken pictures have', () => {
    const jpeg = flatBlocks({ width: 8, height: 8, horizontal: 1, vertical: 1, restartInterval: 0 })
    const withDc = (changed: Partial<SequentialComponent['dc']>) => ({
      ...jpeg,
      components: jpeg.components.map((component) => ({ ...component, dc: { ...component.dc, ...changed } })),
    })
    assert.ok(simd.readJpeg(withDc({}), 1))
    assert.equal(simd.readJpeg(withDc({ symbols: LUMA_DC.symbols.map(() => 14) }), 1), undefined)
    assert.equal(simd.readJpeg(withDc({ counts: [3, ...LUMA_DC.counts.slice(1)] }), 1), undefined)
  })
})

const levelAt = (x: number, y: number) => ((x * 7 + y * 3) % 21) - 10

/** A JPEG whose blocks of luma have one level each, and no colours. Every DC code of ten levels has four bits or less. */
function flatBlocks(wanted: {
  readonly width: number
  readonly height: number
  readonly horizontal: number
  readonly vertical: number
  readonly restartInterval: number
}): SequentialJpeg {
  const { width, height, horizontal, vertical, restartInterval } = wanted
  const codes = huffmanCodes(LUMA_DC)
  const endOfBlock = [huffmanCodes(LUMA_AC)[0] ?? 0, huffmanCodes(CHROMA_AC)[0] ?? 0]
  const code = (entry: number) => (entry >> 8).toString(2).padStart(entry & 255, '0')
  const coded = (difference: number, kind: number) => {
    const size = 32 - Math.clz32(Math.abs(difference))
    const number = difference < 0 ? difference + (1 << size) - 1 : difference
    const digits = size === 0 ? '' : number.toString(2).padStart(size, '0')
    return code(codes[size] ?? 0) + digits + code(endOfBlock[kind] ?? 0)
  }
  const scan: number[] = []
  let bits = ''
  let previous = 0
  let restarts = 0
  const align = () => {
    for (const [byte] of bits.matchAll(/.{1,8}/g)) {
      const value = Number.parseInt(byte.padEnd(8, '1'), 2)
      scan.push(value, ...(value === 0xff ? [0] : []))
    }
    bits = ''
    previous = 0
  }
  const unitsAcross = Math.ceil(width / (8 * horizontal))
  const units = unitsAcross * Math.ceil(height / (8 * vertical))
  for (let unit = 0; unit < units; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      align()
      scan.push(0xff, 0xd0 + (restarts++ % 8))
    }
    for (let y = 0; y < vertical; y++) {
      for (let x = 0; x < horizontal; x++) {
        const column = (unit % unitsAcross) * horizontal + x
        const level = levelAt(column, Math.floor(unit / unitsAcross) * vertical + y)
        bits += coded(level - previous, 0)
        previous = level
      }
    }
    bits += coded(0, 1) + coded(0, 1)
  }
  align()
  const component = { divisors: Array.from({ length: 64 }, () => 8), dc: LUMA_DC }
  const chroma = { ...component, horizontal: 1, vertical: 1, ac: CHROMA_AC }
  const luma = { ...component, horizontal, vertical, ac: LUMA_AC }
  return { width, height, restartInterval, scan: Uint8Array.from(scan), components: [luma, chroma, chroma] }
}
