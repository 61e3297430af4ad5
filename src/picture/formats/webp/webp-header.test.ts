import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import {
  animatedWebp,
  emptyLossless,
  emptyLossy,
  ringed,
  turnedWebp,
  WEBP_FLAGS,
  webp,
  webpChunk,
  webpExtension,
  webpFrame,
  webpOf,
  webpPixels,
} from '../../../../test/webp-pictures.ts'
import { Failure } from '../../../errors/failure.ts'
import { readBytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { readWebpHeader } from './webp-header.ts'

const read = (source: Uint8Array) => readWebpHeader(readBytes(source))
const refuses = (source: Uint8Array) =>
  assert.throws(() => read(source), { name: 'Failure', code: 'picture-malformed' })
const frame = { width: 4, height: 4 }

describe('a still WebP', () => {
  test('has the sides of its pixels, lossy and lossless', async () => {
    for (const [lossless, type] of [
      [false, 'VP8 '],
      [true, 'VP8L'],
    ] as const) {
      const { width, height, frames, firstFrame } = read(await webp(37, 21, { lossless }))
      assert.deepEqual([width, height, frames, firstFrame.pixels.type], [37, 21, 1, type])
    }
    const largest = read(webpOf(emptyLossless(16384, 16384)))
    assert.deepEqual([largest.width, largest.height], [16384, 16384])
  })

  test('may have alpha beside lossy pixels, and always within lossless ones', async () => {
    const picture = ringed(20, 20)
    assert.equal(read(await webp(20, 20)).hasAlpha, false)
    assert.equal(read(await webp(20, 20, {}, picture)).hasAlpha, true)
    assert.equal(read(await webp(20, 20, {}, picture)).firstFrame.alpha?.type, 'ALPH')
    assert.equal(read(await webp(20, 20, { lossless: true })).hasAlpha, true)
  })

  test('stands upright by its EXIF, with the name that a JPEG has in front or without it', async () => {
    const source = await webp(24, 16)
    for (const name of ['', 'Exif\0\0']) {
      const header = read(turnedWebp(source, 24, 16, 6, name))
      assert.deepEqual([header.orientation, header.width, header.height, header.storedWidth], [6, 16, 24, 24])
    }
  })

  test('has no metadata but what its flags announce', async () => {
    const pixels = webpPixels(await webp(8, 8))
    const profile = webpChunk('ICCP', Buffer.from('profile'))
    const withFlags = (flags: number) => read(webpOf(webpExtension(8, 8, flags), profile, pixels)).profile
    assert.equal(withFlags(0), undefined)
    assert.deepEqual(withFlags(WEBP_FLAGS.profile), Uint8Array.from(Buffer.from('profile')))
  })

  test('ends where its head says, but the padding of its last chunk may be missing', async () => {
    const simple = webpOf(webpChunk('VP8L', emptyLossless(3, 3).subarray(8, 19)))
    read(simple)
    read(Buffer.concat([simple, Buffer.from('behind the picture')]))
    read(simple.subarray(0, -1))
    for (let length = 12; length < simple.length - 1; length++) refuses(simple.subarray(0, length))
    const extended = turnedWebp(await webp(8, 8), 8, 8, 1)
    for (let length = 12; length < extended.length; length++) refuses(extended.subarray(0, length))
  })

  test('is refused when its sides are not those of its container', () => {
    read(webpOf(webpExtension(4, 5), emptyLossy(4, 5)))
    refuses(webpOf(webpExtension(5, 4), emptyLossy(4, 5)))
    refuses(webpOf(webpExtension(1 << 24, 1 << 24), emptyLossy(4, 5)))
  })

  test('is refused without pixels, with two pictures, and with alpha in front of nothing', () => {
    refuses(webpOf())
    refuses(webpOf(webpChunk('EXIF', Buffer.alloc(4))))
    refuses(webpOf(webpExtension(4, 4)))
    refuses(webpOf(webpExtension(4, 4), emptyLossy(4, 4), emptyLossless(4, 4)))
    refuses(webpOf(webpChunk('ALPH', Buffer.alloc(17)), emptyLossy(4, 4)))
    refuses(webpOf(webpChunk('VP8X', Buffer.alloc(9)), emptyLossy(1, 1)))
  })

  test('is refused when its lossy header is none', () => {
    const changed = (at: number, value: number) => {
      const source = webpOf(emptyLossy(4, 4))
      source[20 + at] = value
      return source
    }
    read(changed(0, 0x10))
    refuses(changed(0, 0x11)) // not a key frame
    refuses(changed(0, 0x00)) // not shown
    refuses(changed(0, 0x18)) // unknown profile
    refuses(changed(1, 0x80)) // a first partition past the end
    refuses(changed(3, 0)) // no start code
    refuses(changed(6, 0)) // no width
  })

  test('is refused when its lossless header is none', () => {
    const [signature, version] = [webpOf(emptyLossless(4, 4)), webpOf(emptyLossless(4, 4))]
    signature[20] = 0x2e
    version[24] = 0x20
    refuses(signature)
    refuses(version)
  })

  test('is refused when its alpha is of an unknown kind, or too short without compression', () => {
    const withAlpha = (...body: number[]) =>
      webpOf(webpExtension(2, 2, WEBP_FLAGS.alpha), webpChunk('ALPH', Buffer.from(body)), emptyLossy(2, 2))
    read(withAlpha(0, 1, 2, 3, 4))
    refuses(withAlpha(0, 1, 2, 3))
    refuses(withAlpha(2, 1, 2, 3, 4))
    refuses(withAlpha(0x20, 1, 2, 3, 4))
    refuses(withAlpha())
  })
})

describe('an animated WebP', () => {
  test('has the sides of its canvas, every frame counts, and the first one is the picture', () => {
    const header = read(animatedWebp(10, 8, [{ ...frame, left: 6, top: 4 }, frame, { width: 10, height: 8 }]))
    assert.deepEqual([header.width, header.height, header.frames, header.hasAlpha], [10, 8, 3, true])
    const { left, top, width, height } = header.firstFrame
    assert.deepEqual([left, top, width, height], [6, 4, 4, 4])
  })

  test('is refused when a frame leaves the canvas, or has other sides than its picture', () => {
    refuses(animatedWebp(10, 8, [{ ...frame, left: 8 }]))
    refuses(animatedWebp(10, 8, [frame, { ...frame, top: 6 }]))
    refuses(animatedWebp(10, 8, [{ ...frame, pixels: emptyLossy(4, 5) }]))
    refuses(animatedWebp(10, 8, [{ ...frame, pixels: Buffer.alloc(0) }]))
    refuses(animatedWebp(10, 8, [frame, { ...frame, pixels: emptyLossy(4, 4).subarray(0, 20) }]))
  })

  test('is refused without frames, and when they stand before what announces them', () => {
    refuses(animatedWebp(10, 8, []))
    const announced = webpChunk('ANIM', Buffer.alloc(6))
    const extension = webpExtension(4, 4, WEBP_FLAGS.animated)
    read(webpOf(extension, announced, webpFrame(frame)))
    refuses(webpOf(extension, webpFrame(frame), announced))
    refuses(webpOf(extension, webpFrame(frame)))
  })
})

test('chunks are counted, those within frames too', () => {
  const unknown = (count: number) => new Array(count).fill(webpChunk('abcd', Buffer.alloc(0)))
  const still = (count: number) => webpOf(webpExtension(4, 4), ...unknown(count), emptyLossy(4, 4))
  read(still(MAX_PARTS - 2))
  refuses(still(MAX_PARTS - 1))
  const nested = (count: number) =>
    animatedWebp(4, 4, [{ ...frame, pixels: Buffer.concat([emptyLossy(4, 4), ...unknown(count)]) }])
  read(nested(MAX_PARTS - 4))
  refuses(nested(MAX_PARTS - 3))
})

describe('whatever the bytes are', () => {
  const seeds: Buffer[] = []
  before(async () => {
    const source = await webp(8, 8)
    seeds.push(source, await webp(8, 8, { lossless: true }), await webp(9, 9, {}, ringed(9, 9)))
    seeds.push(turnedWebp(source, 8, 8, 5), animatedWebp(10, 8, [{ ...frame, left: 2 }, frame]))
  })

  function onlyRefusals(source: Uint8Array): void {
    try {
      const { width, height, frames, firstFrame } = read(source)
      assert.ok(width >= 1 && height >= 1 && frames >= 1 && firstFrame.width >= 1)
    } catch (error) {
      assert.ok(error instanceof Failure && error.code === 'picture-malformed', String(error))
    }
  }

  test('random bytes give a header or a refusal', () => {
    const starts = fc.constantFrom('VP8 \x20\0\0\0\x10\0\0\x9d\x01\x2a', 'VP8L\x20\0\0\0\x2f', 'VP8X\x0a\0\0\0', '')
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) =>
        onlyRefusals(Buffer.concat([Buffer.from(`RIFF\x40\0\0\0WEBP${start}`, 'latin1'), rest])),
      ),
      { numRuns: 2000 },
    )
  })

  test('good ones with changed, cut and repeated bytes give a header or a refusal', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const change = fc.record({ at: share, value: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(change, { maxLength: 6 }),
        share,
        fc.boolean(),
        (seed, changes, length, repeat) => {
          const mutant = Buffer.from(seeds[seed % seeds.length] ?? [])
          for (const { at, value } of changes) mutant[Math.floor(at * Math.min(80, mutant.length - 1))] = value
          const part = mutant.subarray(0, Math.ceil(length * mutant.length))
          onlyRefusals(repeat ? Buffer.concat([mutant, part]) : part)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
