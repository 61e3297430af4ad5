import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { type PngHead, png, pngChunk, pngDataBytes } from '../../../test/pictures.ts'
import { readBytes } from '../bytes.ts'
import { readPngHeader } from '../formats/png/png-header.ts'
import type { Sides } from '../geometry.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { decodePng } from './decode-png.ts'

const kernels = [loadKernel('simd'), loadKernel('scalar')]

/** What every build of the kernel decodes: the same. */
function decode(source: Buffer, needed?: Sides) {
  const header = readPngHeader(readBytes(source))
  const sides = needed ?? { width: header.storedWidth, height: header.storedHeight }
  const [first, second] = kernels.map((kernel) =>
    decodePng(header, { ...sides, exactly: needed !== undefined }, kernel),
  )
  assert.ok(first)
  assert.deepEqual(second, first)
  return first
}

const KINDS = [
  [0, 1],
  [0, 2],
  [0, 4],
  [0, 8],
  [0, 16],
  [2, 8],
  [2, 16],
  [3, 1],
  [4, 8],
  [4, 16],
  [6, 8],
  [6, 16],
] as const

describe('every colour type and depth is decoded as libpng does', () => {
  for (const [colourType, depth] of KINDS) {
    test(`colour type ${colourType}, ${depth} bits`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 6 }), async (width, height) => {
          const head: PngHead = { width, height, colourType, depth }
          const raw = Buffer.alloc(pngDataBytes(head))
          const rowBytes = raw.length / height
          for (let at = 0; at < raw.length; at++) {
            const row = Math.floor(at / rowBytes)
            raw[at] = at % rowBytes === 0 ? row % 5 : (at * 73 + row * 31) % 256
          }
          const source = png({ ...head, raw })
          const expected = await sharp(source).toColourspace('srgb').ensureAlpha().raw().toBuffer()
          assertNear(decode(source).data, expected, depth === 16 ? 1 : 0)
        }),
        { numRuns: 10 },
      )
    })
  }
})

/** A PNG of any kind, with samples of every value and all filters. Indices stay within the palette. */
function anyKind([colourType, depth]: readonly [number, number], width: number, height: number, seed: number): Buffer {
  const head: PngHead = { width, height, colourType, depth }
  const raw = Buffer.alloc(pngDataBytes(head))
  const rowBytes = raw.length / height
  for (let at = 0; at < raw.length; at++) {
    const row = Math.floor(at / rowBytes)
    raw[at] = at % rowBytes === 0 ? (row + seed) % 5 : (at * 73 + row * 31 + seed) % 256
  }
  const transparent = seed % 2 === 0 ? [] : [pngChunk('tRNS', Buffer.alloc(colourType === 2 ? 6 : 2, seed))]
  return png({ ...head, raw, before: colourType < 4 ? transparent : [] })
}

describe('what is needed exactly is scaled on the way', () => {
  for (const kind of KINDS) {
    test(`colour type ${kind[0]}, ${kind[1]} bits: as decoding it, then scaling it`, () => {
      const side = fc.integer({ min: 1, max: 60 })
      const share = fc.double({ min: 0, max: 1, noNaN: true })
      fc.assert(
        fc.property(side, side, share, share, fc.nat(1000), (storedWidth, storedHeight, across, down, seed) => {
          const source = anyKind(kind, storedWidth, storedHeight, seed)
          const needed = { width: Math.ceil(storedWidth * across) || 1, height: Math.ceil(storedHeight * down) || 1 }
          const opaque = !readPngHeader(readBytes(source)).hasAlpha
          const scaled = decode(source, needed)
          for (const kernel of kernels) assert.deepEqual(kernel.resize(decode(source), needed, opaque), scaled)
          assert.ok(!opaque || scaled.data.every((sample, at) => at % 4 !== 3 || sample === 255))
        }),
        { numRuns: 25 },
      )
    })
  }

  test('of large sides, in either order of the filters', () => {
    for (const [stored, needed] of [
      [
        { width: 1000, height: 700 },
        { width: 40, height: 600 },
      ],
      [
        { width: 3, height: 16_384 },
        { width: 2, height: 9 },
      ],
      [
        { width: 16_384, height: 3 },
        { width: 9, height: 2 },
      ],
    ] as const) {
      const source = anyKind([6, 8], stored.width, stored.height, 7)
      assert.deepEqual(decode(source, needed), kernels[0]?.resize(decode(source), needed, false))
    }
  })

  test('pixels that are opaque stay so, whatever the header allows', () => {
    const raw = Buffer.alloc(pngDataBytes({ width: 90, height: 70 }), 255)
    for (let at = 0; at < raw.length; at += 1 + 90 * 4) raw[at] = 0
    const { data } = decode(png({ width: 90, height: 70, raw }), { width: 31, height: 44 })
    assert.ok(data.every((sample) => sample === 255))
  })

  test('what is needed larger, in part, or of an interlaced one is decoded whole', () => {
    const plain = anyKind([6, 8], 8, 8, 1)
    assert.equal(decode(plain, { width: 9, height: 2 }).width, 8)
    const header = readPngHeader(readBytes(plain))
    for (const kernel of kernels)
      assert.equal(decodePng(header, { width: 2, height: 2, exactly: false }, kernel).width, 8)
    const source = png({ width: 8, height: 8, interlaced: true, raw: Buffer.alloc(8 * 8 * 4 + 15) })
    assert.equal(decode(source, { width: 2, height: 2 }).width, 8)
  })
})

test('interlaced rows go where they belong, as libpng puts them', async () => {
  for (const [width, height] of [
    [1, 1],
    [1, 5],
    [5, 1],
    [8, 8],
    [33, 19],
  ] as const) {
    const pixels = Buffer.from(Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 131) >> 2))
    const picture = sharp(pixels, { raw: { width, height, channels: 3 } })
    const source = await picture.png({ progressive: true, adaptiveFiltering: true }).toBuffer()
    assert.deepEqual(decode(source).data, await picture.ensureAlpha().raw().toBuffer())
  }
})

test('data that is not exactly as long as it must be is refused, scaled on the way or not', () => {
  const whole = { width: 70, height: 90 }
  for (const change of [-1000, -1, 1, 1000]) {
    const source = png({ ...whole, raw: Buffer.alloc(pngDataBytes(whole) + change) })
    for (const needed of [undefined, { width: 7, height: 9 }]) {
      assert.throws(() => decode(source, needed), { name: 'Failure', code: 'picture-malformed' })
    }
  }
})

test('a row with an unknown filter is refused', () => {
  const raw = Buffer.alloc(pngDataBytes({ width: 2, height: 9 }))
  raw[9 * 8] = 5
  for (const needed of [undefined, { width: 1, height: 1 }]) {
    assert.throws(() => decode(png({ width: 2, height: 9, raw }), needed), { code: 'picture-malformed' })
  }
})

test('after a source that is refused, a good one is decoded as before', () => {
  const good = anyKind([2, 8], 50, 40, 3)
  const before = decode(good, { width: 9, height: 8 })
  const broken = png({ width: 60, height: 40, raw: Buffer.alloc(40 * 100, 3) })
  assert.throws(() => decode(broken, { width: 9, height: 8 }), { code: 'picture-malformed' })
  assert.deepEqual(decode(good, { width: 9, height: 8 }), before)
})

function assertNear(actual: Buffer, expected: Buffer, tolerance: number): void {
  assert.equal(actual.length, expected.length)
  for (let at = 0; at < actual.length; at++) {
    const difference = Math.abs((actual[at] ?? 0) - (expected[at] ?? 0))
    assert.ok(difference <= tolerance, `byte ${at}: ${actual[at]} instead of ${expected[at]}`)
  }
}

test('16 bits become the nearest 8', () => {
  const raw = Buffer.alloc(256 * (1 + 256 * 2))
  for (let sample = 0; sample <= 65535; sample++) raw.writeUInt16BE(sample, (sample >> 8) + 1 + sample * 2)
  const { data } = decode(png({ width: 256, height: 256, colourType: 0, depth: 16, raw }))
  for (let sample = 0; sample <= 65535; sample++) assert.equal(data[sample * 4], Math.round(sample / 257))
})

test('the colour that tRNS names is transparent, and only where all 16 bits are the same', () => {
  const grey = png({
    width: 2,
    height: 1,
    colourType: 0,
    depth: 16,
    raw: Buffer.from([0, 0x12, 0x34, 0x12, 0x35]),
    before: [pngChunk('tRNS', Buffer.from([0x12, 0x34]))],
  })
  assert.deepEqual([...decode(grey).data], [18, 18, 18, 0, 18, 18, 18, 255])
  const colour = png({
    width: 2,
    height: 1,
    colourType: 2,
    raw: Buffer.from([0, 1, 2, 3, 1, 2, 4]),
    before: [pngChunk('tRNS', Buffer.from([0, 1, 0, 2, 0, 3]))],
  })
  assert.deepEqual([...decode(colour).data], [1, 2, 3, 0, 1, 2, 4, 255])
})

test('an index that the palette does not have is refused', () => {
  const source = png({ width: 2, height: 1, colourType: 3, depth: 8, raw: Buffer.from([0, 1, 2]) })
  assert.throws(() => decode(source), { name: 'Failure', code: 'picture-malformed' })
})
