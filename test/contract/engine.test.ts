/** One suite for the engine port, run against every implementation. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { Jimp } from 'jimp'
import type { ErrorCode } from '../../src/errors/catalogue.ts'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { Engine, ResizeRequest } from '../../src/picture/engine.ts'
import type { Fit } from '../../src/picture/geometry.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { type Limits, limitSettings } from '../../src/picture/limits.ts'
import {
  bmp,
  exif,
  gif,
  gifData,
  jpeg,
  patchedJpegSides,
  png,
  pngChunk,
  pngDataBytes,
  pngIhdr,
  pngOf,
  pngRows,
  quarters,
  turnedJpeg,
} from '../pictures.ts'

const WAYS = [
  ['isolated', createEngine],
  ['in this process', createInProcessEngine],
] as const
const ENGINES: readonly Limits['engine'][] = ['accelerated', 'pure-js']
const limitsOf = (engine: Limits['engine']): Limits => ({ ...limitSettings.read({}), engineSlots: 2, engine })

const wish: ResizeRequest = { width: 40, height: 30, fit: 'fill', upright: true, format: 'png' }

const RED = '#ff0000'
const GREEN = '#00ff00'
const BLUE = '#0000ff'
const WHITE = '#ffffff'

/** The colours in the middles of the four quarters, each channel rounded to 0 or 255. */
async function corners(bytes: Uint8Array): Promise<string[]> {
  const { bitmap } = await Jimp.fromBuffer(Buffer.from(bytes))
  return [
    [1, 1],
    [3, 1],
    [1, 3],
    [3, 3],
  ].map(([x = 0, y = 0]) => {
    const at = (Math.floor((bitmap.height * y) / 4) * bitmap.width + Math.floor((bitmap.width * x) / 4)) * 4
    return `#${[0, 1, 2].map((channel) => ((bitmap.data[at + channel] ?? 0) < 128 ? '00' : 'ff')).join('')}`
  })
}

for (const { name, way, create } of ENGINES.flatMap((name) => WAYS.map(([way, create]) => ({ name, way, create })))) {
  describe(`${name}, ${way}`, () => {
    const limits = limitsOf(name)
    let engine: Engine
    let source: Buffer
    before(async () => {
      engine = create(limits)
      source = await jpeg(80, 40)
    })
    after(() => engine.close())

    const refuses = async (bytes: Uint8Array, code: ErrorCode, request: Partial<ResizeRequest> = {}) =>
      assert.rejects(engine.resize(bytes, { ...wish, ...request }), { name: 'Failure', code })

    test('each fit gives its size, and the bytes have that size', async () => {
      const sizes: Record<Fit, [number, number]> = {
        fill: [40, 30],
        contain: [40, 30],
        cover: [40, 30],
        inside: [40, 20],
        outside: [60, 30],
      }
      for (const fit of Object.keys(sizes) as Fit[]) {
        const result = await engine.resize(source, { ...wish, fit })
        const { width, height } = await Jimp.fromBuffer(Buffer.from(result.bytes))
        assert.deepEqual([result.width, result.height, result.format], [...sizes[fit], 'png'])
        assert.deepEqual([width, height], sizes[fit])
      }
      const { width: _, ...heightAlone } = wish
      assert.equal((await engine.resize(source, heightAlone)).width, 60)
    })

    test('the picture lies on its background with contain, and cover shows its middle', async () => {
      const contained = await engine.resize(source, {
        ...wish,
        width: 20,
        height: 40,
        fit: 'contain',
        background: '#12345678',
      })
      const { bitmap } = await Jimp.fromBuffer(Buffer.from(contained.bytes))
      assert.equal(bitmap.data.readUInt32BE(0), 0x12345678)
      assert.equal(bitmap.data[20 * 20 * 4 + 3], 255)
      assert.deepEqual(await corners((await engine.resize(source, { ...wish, fit: 'cover' })).bytes), [
        RED,
        GREEN,
        BLUE,
        WHITE,
      ])
    })

    test('all eight orientations stand upright, from JPEG and PNG, with sides swapped where they must be', async () => {
      const upright: string[][] = [
        [RED, GREEN, BLUE, WHITE],
        [GREEN, RED, WHITE, BLUE],
        [WHITE, BLUE, GREEN, RED],
        [BLUE, WHITE, RED, GREEN],
        [RED, BLUE, GREEN, WHITE],
        [BLUE, RED, WHITE, GREEN],
        [WHITE, GREEN, BLUE, RED],
        [GREEN, WHITE, RED, BLUE],
      ]
      const raw = pngRows(quarters(80, 40))
      for (const [index, expected] of upright.entries()) {
        const turned = turnedJpeg(source, index + 1)
        const asPng = png({ width: 80, height: 40, raw, before: [pngChunk('eXIf', exif(index + 1))] })
        for (const bytes of [turned, asPng]) {
          const { height: _, ...widthAlone } = wish
          const result = await engine.resize(bytes, widthAlone)
          assert.deepEqual([result.height, await corners(result.bytes)], [index < 4 ? 20 : 80, expected])
        }
        const asStored = await engine.resize(turned, { ...wish, upright: false })
        assert.deepEqual(await corners(asStored.bytes), upright[0])
      }
    })

    test('every format is decoded to the right colours', async () => {
      const bitmap = quarters(8, 8)
      const bgr = Buffer.from(
        Array.from({ length: 64 }, (_, pixel) => [...bitmap.data.subarray(pixel * 4, pixel * 4 + 3)].reverse()).flat(),
      )
      const sources = [
        png({ width: 8, height: 8, raw: pngRows(bitmap) }),
        await jpeg(8, 8),
        bmp({ width: 8, height: -8, bits: 24, pixels: bgr }),
      ]
      for (const bytes of sources) {
        assert.deepEqual(await corners((await engine.resize(bytes, wish)).bytes), [RED, GREEN, BLUE, WHITE])
      }
      const animated = gif(4, 2, [
        { left: 2, width: 2, height: 2 },
        { width: 4, height: 2, indices: new Array(8).fill(3) },
      ])
      const { bytes } = await engine.resize(animated, { ...wish, width: 4, height: 2 })
      const first = await Jimp.fromBuffer(Buffer.from(bytes))
      assert.deepEqual([first.getPixelColor(0, 0), first.getPixelColor(3, 1)], [0, 0xff0000ff])
    })

    test('what is invisible does not bleed into what is seen', async () => {
      const raw = Buffer.alloc(pngDataBytes({ width: 2, height: 1 }))
      raw.writeUInt32BE(0xff0000ff, 1)
      raw.writeUInt32BE(0x00ff0000, 5)
      const { bytes } = await engine.resize(png({ width: 2, height: 1, raw }), { ...wish, width: 1, height: 1 })
      const { bitmap } = await Jimp.fromBuffer(Buffer.from(bytes))
      assert.deepEqual([...bitmap.data.subarray(0, 3)], [255, 0, 0])
      assert.ok(Math.abs((bitmap.data[3] ?? 0) - 128) <= 1)
    })

    test('the same source and request give the same bytes', async () => {
      const [one, two] = await Promise.all([engine.resize(source, wish), engine.resize(Buffer.from(source), wish)])
      assert.deepEqual(one.bytes, two.bytes)
      assert.equal(one.pixelDigest, two.pixelDigest)
    })

    test('the pixel digest is that of the decoded result', async () => {
      for (const bytes of [
        source,
        png({ width: 9, height: 7, raw: Buffer.alloc(pngDataBytes({ width: 9, height: 7 })) }),
      ]) {
        const result = await engine.resize(bytes, wish)
        const { bitmap } = await Jimp.fromBuffer(Buffer.from(result.bytes))
        const sides = Buffer.from([0, 0, 0, bitmap.width, 0, 0, 0, bitmap.height])
        assert.equal(result.pixelDigest, createHash('sha256').update(sides).update(bitmap.data).digest('hex'))
      }
    })

    test('nothing of the source but its pixels is in the result', async () => {
      const text = pngChunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>'))
      const { bytes } = await engine.resize(png({ width: 4, height: 4, before: [text] }), wish)
      assert.ok(!Buffer.from(bytes).includes('script'))
    })

    test('sources that lie about themselves are refused, each with its code', async () => {
      const frame = { width: 2, height: 2 }
      await refuses(Buffer.alloc(0), 'picture-empty')
      await refuses(Buffer.from('\0\0\x01\0\x01\0'), 'picture-format-not-supported')
      await refuses(pngOf(pngIhdr({ width: 9999, height: 1 }), pngChunk('IDAT')), 'picture-malformed')
      await refuses(png({ width: 9999, height: 1, raw: Buffer.alloc(10) }), 'picture-malformed')
      await refuses(png({ width: 8, height: 8, raw: Buffer.alloc(1_000_000) }), 'picture-malformed')
      await refuses(png({ width: 4, height: 4, colourType: 3, raw: Buffer.alloc(20, 4) }), 'picture-malformed')
      await refuses(gif(2, 2, [{ ...frame, data: gifData([1]) }]), 'picture-malformed')
      await refuses(gif(2, 2, [{ width: 65535, height: 65535, data: gifData([1]) }]), 'picture-malformed')
      await refuses(bmp({ width: 65535, height: 65535, bits: 24, pixels: Buffer.alloc(4) }), 'picture-malformed')
      await refuses(patchedJpegSides(source, 80, 400), 'picture-malformed')
      await refuses(source.subarray(0, source.length - 60), 'picture-malformed')
      await refuses(patchedJpegSides(source, 16385, 8), 'picture-malformed')
    })

    test('requests that cannot be met are refused, each with its code', async () => {
      await refuses(source, 'picture-sides-too-large', { width: limits.maxSide + 1 })
      assert.equal((await engine.resize(source, { ...wish, width: limits.maxSide, height: 1 })).width, limits.maxSide)
      await refuses(source, 'request-not-valid', { width: 0 })
      await refuses(source, 'request-not-valid', { background: 'red' })
    })

    test('a result may have as many bytes as allowed, and not one more', async () => {
      const { bytes } = await engine.resize(source, wish)
      const [exact, less] = [bytes.length, bytes.length - 1].map((maxResultBytes) =>
        create({ ...limits, maxResultBytes }),
      )
      assert.equal((await exact?.resize(source, wish))?.bytes.length, bytes.length)
      await assert.rejects(async () => less?.resize(source, wish), { name: 'Failure', code: 'result-too-large' })
      await Promise.all([exact?.close(), less?.close()])
    })

    test('the times of a picture add up', async () => {
      const { timings } = await engine.resize(source, wish)
      const { waitMs, decodeMs, resizeMs, encodeMs, totalMs } = timings
      assert.ok([waitMs, decodeMs, resizeMs, encodeMs].every((time) => time >= 0))
      assert.ok(decodeMs + resizeMs + encodeMs <= totalMs)
    })

    test('what is given up before it begins rejects with the reason or as shutting down', async () => {
      await assert.rejects(engine.resize(source, wish, AbortSignal.abort()), { name: 'Failure', code: 'shutting-down' })
    })

    test('a closed engine takes nothing', async () => {
      const closed = create(limits)
      await closed.close()
      await assert.rejects(closed.resize(source, wish), { name: 'Failure', code: 'shutting-down' })
    })
  })
}

for (const engine of ENGINES) {
  test(`${engine} makes the same bytes, isolated or not`, async () => {
    const source = await jpeg(64, 64)
    const engines = WAYS.map(([, create]) => create(limitsOf(engine)))
    const results = await Promise.all(engines.map((engine) => engine.resize(source, wish)))
    for (const result of results) assert.deepEqual(result.bytes, results[0]?.bytes)
    assert.equal(new Set(engines.map(({ fingerprint }) => fingerprint)).size, 1)
    await Promise.all(engines.map((engine) => engine.close()))
  })
}
