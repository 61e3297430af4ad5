import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { type PngHead, png, pngChunk, pngDataBytes } from '../../../test/pictures.ts'
import { readBytes } from '../bytes.ts'
import { loadKernel } from '../kernel/kernel.ts'
import { readPngHeader } from '../png-header.ts'
import { decodePng } from './decode-png.ts'
import { to8Bits } from './png-pixels.ts'

const kernel = loadKernel()
const decode = (source: Buffer) => decodePng(readPngHeader(readBytes(source)), kernel)

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
          assertNear(decode(source).bitmap.data, expected, depth === 16 ? 1 : 0)
        }),
        { numRuns: 10 },
      )
    })
  }
})

function assertNear(actual: Buffer, expected: Buffer, tolerance: number): void {
  assert.equal(actual.length, expected.length)
  for (let at = 0; at < actual.length; at++) {
    const difference = Math.abs((actual[at] ?? 0) - (expected[at] ?? 0))
    assert.ok(difference <= tolerance, `byte ${at}: ${actual[at]} instead of ${expected[at]}`)
  }
}

test('16 bits become the nearest 8', () => {
  for (let sample = 0; sample <= 65535; sample++) assert.equal(to8Bits(sample), Math.round(sample / 257))
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
  assert.deepEqual([...decode(grey).bitmap.data], [18, 18, 18, 0, 18, 18, 18, 255])
  const colour = png({
    width: 2,
    height: 1,
    colourType: 2,
    raw: Buffer.from([0, 1, 2, 3, 1, 2, 4]),
    before: [pngChunk('tRNS', Buffer.from([0, 1, 0, 2, 0, 3]))],
  })
  assert.deepEqual([...decode(colour).bitmap.data], [1, 2, 3, 0, 1, 2, 4, 255])
  assert.equal(decode(colour).opaque, false)
})

test('an index that the palette does not have is refused', () => {
  const source = png({ width: 2, height: 1, colourType: 3, depth: 8, raw: Buffer.from([0, 1, 2]) })
  assert.throws(() => decode(source), { name: 'Failure', code: 'picture-malformed' })
})
