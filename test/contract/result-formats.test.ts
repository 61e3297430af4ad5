/** What is in a result, whatever engine makes it: its format, its colours, and nothing of the source that it must not have. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { deflateSync, inflateSync } from 'node:zlib'
import { Jimp } from 'jimp'
import type { Engine, ResizeRequest, ResultFormat } from '../../src/picture/engine.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { type Limits, limitSettings } from '../../src/picture/limits.ts'
import {
  bmp,
  gif,
  jpeg,
  jpegSegment,
  PNG_SIGNATURE,
  png,
  pngChunk,
  pngDataBytes,
  pngRows,
  quarters,
} from '../pictures.ts'

const ENGINES: readonly Limits['engine'][] = ['accelerated', 'pure-js']

const SIGNATURES = {
  png: PNG_SIGNATURE,
  jpeg: Buffer.from('ffd8ff', 'hex'),
  gif: Buffer.from('GIF89a'),
  bmp: Buffer.from('BM'),
} as const satisfies Partial<Record<ResultFormat, Buffer>>
const FORMATS = Object.keys(SIGNATURES) as (keyof typeof SIGNATURES)[]

const wish: ResizeRequest = { width: 40, height: 30, fit: 'fill', upright: true, format: 'png' }

const opaqueSource = () => png({ width: 80, height: 60, raw: pngRows(quarters(80, 60)) })

/** Left half blue at this opacity, right half green and opaque. */
function softSource(alpha: number): Buffer {
  const data = Buffer.alloc(80 * 60 * 4)
  for (let pixel = 0; pixel < 80 * 60; pixel++) {
    data.writeUInt32BE(pixel % 80 < 40 ? 0x0000ff00 + alpha : 0x00ff00ff, pixel * 4)
  }
  return png({ width: 80, height: 60, raw: pngRows({ data, width: 80, height: 60 }) })
}

/** A profile of this colour space, as far as its header says what it is. */
function profileOf(colours: 'RGB ' | 'GRAY'): Buffer {
  const profile = Buffer.alloc(3000, 'abc')
  profile.writeUInt32BE(profile.length, 0)
  profile.write(colours, 16, 'latin1')
  profile.write('acsp', 36, 'latin1')
  return profile
}

const profileChunk = (profile: Buffer) =>
  pngChunk('iCCP', Buffer.concat([Buffer.from('a name\0\0', 'latin1'), deflateSync(profile)]))

const withSegments = (source: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([source.subarray(0, 2), ...segments, source.subarray(2)])

/** What the chunks of a PNG are, by their types; of several alike the last one. */
function chunksOf(bytes: Uint8Array): Map<string, Buffer> {
  const all = Buffer.from(bytes)
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < all.length; at += 12 + all.readUInt32BE(at)) {
    chunks.set(all.toString('latin1', at + 4, at + 8), all.subarray(at + 8, at + 8 + all.readUInt32BE(at)))
  }
  return chunks
}

/** Bits of a sample, and the colour type. */
const samplesOf = (bytes: Uint8Array) => [...(chunksOf(bytes).get('IHDR')?.subarray(8, 10) ?? [])]

function embeddedProfile(bytes: Uint8Array): Buffer | undefined {
  const body = chunksOf(bytes).get('iCCP')
  return body && inflateSync(body.subarray(body.indexOf(0) + 2))
}

/** Red, green, blue and alpha in the middle of the left and of the right half. */
async function halves(bytes: Uint8Array): Promise<number[][]> {
  const { bitmap } = await Jimp.fromBuffer(Buffer.from(bytes))
  return [1, 3].map((quarter) => {
    const at = (Math.floor(bitmap.height / 2) * bitmap.width + Math.floor((bitmap.width * quarter) / 4)) * 4
    return [...bitmap.data.subarray(at, at + 4)]
  })
}

/** The largest error that the lossy format and the rounding of a filter may make in a flat colour. */
const assertNear = (actual: readonly number[][], expected: readonly number[][], most = 6) => {
  for (const [index, pixel] of actual.entries()) {
    const far = pixel.some((sample, channel) => Math.abs(sample - (expected[index]?.[channel] ?? Number.NaN)) > most)
    assert.ok(!far && expected[index], `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`)
  }
}

for (const name of ENGINES) {
  describe(`results of ${name}`, () => {
    const engine: Engine = createInProcessEngine({ ...limitSettings.read({}), engine: name })
    after(() => engine.close())
    const resize = async (source: Uint8Array, request: Partial<ResizeRequest> = {}) =>
      (await engine.resize(source, { ...wish, ...request })).bytes

    for (const format of FORMATS) {
      test(`${format}: it begins as that does, has the sides that were asked for, and the pixels`, async () => {
        const result = await engine.resize(opaqueSource(), { ...wish, width: 64, height: 64, format })
        assert.equal(result.format, format)
        assert.deepEqual(Buffer.from(result.bytes.subarray(0, SIGNATURES[format].length)), SIGNATURES[format])
        const { bitmap } = await Jimp.fromBuffer(Buffer.from(result.bytes))
        assert.deepEqual([bitmap.width, bitmap.height], [64, 64])
        const middles = [
          [16, 16],
          [48, 16],
          [16, 48],
          [48, 48],
        ].map(([x = 0, y = 0]) => [...bitmap.data.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 4)])
        assertNear(middles, [
          [255, 0, 0, 255],
          [0, 255, 0, 255],
          [0, 0, 255, 255],
          [255, 255, 255, 255],
        ])
      })
    }

    test('the format may be that of the source', async () => {
      const indices = Array.from({ length: 16 }, (_, index) => index % 4)
      const sources: Record<(typeof FORMATS)[number], Buffer> = {
        png: opaqueSource(),
        jpeg: await jpeg(16, 16),
        gif: gif(4, 4, [{ width: 4, height: 4, indices }]),
        bmp: bmp({ width: 4, height: 4, bits: 24, pixels: Buffer.alloc(48, 200) }),
      }
      for (const format of FORMATS) {
        const result = await engine.resize(sources[format], { ...wish, format: 'same' })
        assert.equal(result.format, format)
        assert.deepEqual(Buffer.from(result.bytes.subarray(0, SIGNATURES[format].length)), SIGNATURES[format])
      }
    })

    test('what is transparent stays so where the format can have it', async () => {
      assertNear(await halves(await resize(softSource(100))), [
        [0, 0, 255, 100],
        [0, 255, 0, 255],
      ])
      for (const [alpha, seen] of [
        [127, 0],
        [129, 255],
      ] as const) {
        const [left, right] = await halves(await resize(softSource(alpha), { format: 'gif' }))
        assert.deepEqual([left?.[3], right?.[3]], [seen, 255])
      }
    })

    test('it lies on the background, or on white, where nothing can be transparent', async () => {
      for (const format of ['jpeg', 'bmp'] as const) {
        const green = [0, 255, 0, 255]
        assertNear(await halves(await resize(softSource(0), { format })), [[255, 255, 255, 255], green])
        assertNear(await halves(await resize(softSource(0), { format, background: '#ff0000' })), [
          [255, 0, 0, 255],
          green,
        ])
        assertNear(await halves(await resize(softSource(102), { format })), [[153, 153, 255, 255], green])
      }
    })

    test('the quality decides about the bytes of a JPEG', async () => {
      const source = await jpeg(160, 120)
      const [low, high] = await Promise.all([20, 95].map((quality) => resize(source, { format: 'jpeg', quality })))
      const byDefault = await resize(source, { format: 'jpeg' })
      assert.ok(low && high && low.length < byDefault.length && byDefault.length < high.length)
      assert.deepEqual(byDefault, await resize(source, { format: 'jpeg', quality: 80 }))
    })

    test('grey pictures are grey, however they were stored, and 16 bits become 8', async () => {
      const grey = Buffer.alloc(80 * 60 * 4, 0xff)
      for (let at = 0; at < grey.length; at += 4) grey.fill((at / 4) % 80, at, at + 3)
      const raw = (head: { depth: number; colourType: number }) =>
        Buffer.alloc(pngDataBytes({ width: 80, height: 60, ...head }))
      const sources: readonly [Buffer, number[]][] = [
        [png({ width: 80, height: 60, raw: pngRows({ data: grey, width: 80, height: 60 }) }), [8, 0]],
        [png({ width: 80, height: 60, colourType: 0, depth: 1, raw: raw({ depth: 1, colourType: 0 }) }), [8, 0]],
        [png({ width: 80, height: 60, colourType: 2, depth: 16, raw: raw({ depth: 16, colourType: 2 }) }), [8, 0]],
        [png({ width: 80, height: 60, colourType: 4, depth: 16, raw: raw({ depth: 16, colourType: 4 }) }), [8, 4]],
        [png({ width: 80, height: 60, colourType: 3, raw: raw({ depth: 8, colourType: 3 }) }), [8, 2]],
        [softSource(100), [8, 6]],
      ]
      for (const [source, expected] of sources) assert.deepEqual(samplesOf(await resize(source)), expected)
    })

    test('a profile is kept byte for byte, with the colours that it is for', async () => {
      const [rgb, forGrey] = [profileOf('RGB '), profileOf('GRAY')]
      const raw = pngRows(quarters(80, 60))
      const grey = { width: 80, height: 60, colourType: 0, raw: Buffer.alloc(81 * 60) }
      const segment = jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), rgb]))
      for (const source of [
        png({ width: 80, height: 60, raw, before: [profileChunk(rgb)] }),
        withSegments(await jpeg(80, 60), segment),
        png({ ...grey, before: [profileChunk(rgb)] }),
      ]) {
        const result = await resize(source)
        assert.deepEqual(embeddedProfile(result), rgb)
        assert.deepEqual(samplesOf(result), [8, 2])
      }
      const greySource = png({ ...grey, before: [profileChunk(forGrey)] })
      assert.deepEqual(embeddedProfile(await resize(greySource)), forGrey)
      const onColour = await resize(greySource, { fit: 'contain', width: 40, height: 60, background: '#ff0000' })
      assert.deepEqual([embeddedProfile(onColour), samplesOf(onColour)], [undefined, [8, 2]])
    })

    test('nothing else of a source is in its result', async () => {
      const gps = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25 the place where it was taken')
      const secrets = ['the place where it was taken', 'a packet of XMP', 'a text of its author', 'a comment']
      const fromJpeg = withSegments(
        await jpeg(80, 60),
        jpegSegment(0xe1, gps),
        jpegSegment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>a packet of XMP</x:xmpmeta>')),
        jpegSegment(0xfe, Buffer.from('a comment')),
      )
      const fromPng = png({
        width: 80,
        height: 60,
        raw: pngRows(quarters(80, 60)),
        before: [
          pngChunk('eXIf', gps.subarray(6)),
          pngChunk('tEXt', Buffer.from('Author\0a text of its author')),
          pngChunk('iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0a packet of XMP')),
          pngChunk('tIME', Buffer.from([7, 0xe8, 1, 2, 3, 4, 5])),
        ],
      })
      for (const format of FORMATS) {
        for (const source of [fromJpeg, fromPng]) {
          const result = Buffer.from(await resize(source, { format }))
          for (const secret of [...secrets, 'Exif', 'xmp']) assert.ok(!result.includes(secret), `${secret}, ${format}`)
          if (format === 'png') assert.deepEqual([...chunksOf(result).keys()], ['IHDR', 'IDAT', 'IEND'])
        }
      }
    })
  })
}
