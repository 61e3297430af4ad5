import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type TiffParts, tiff } from '../../../../test/tiff-pictures.ts'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import { Failure } from '../../../errors/failure.ts'
import { readBytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { readTiffHeader } from './tiff-header.ts'

const good: TiffParts = { width: 4, height: 6, pieces: [Buffer.alloc(12), Buffer.alloc(12)] }
const rgb: TiffParts = { ...good, pieces: [Buffer.alloc(72)], tags: { 258: [8, 8, 8], 262: [2], 277: [3] } }
const read = (parts: TiffParts) => readTiffHeader(readBytes(tiff(parts)))
const withTags = (parts: TiffParts, tags: TiffParts['tags']) => ({ ...parts, tags: { ...parts.tags, ...tags } })
const refuses = (parts: TiffParts, code: ErrorCode = 'picture-malformed') =>
  assert.throws(() => read(parts), { name: 'Failure', code })

describe('the header of a TIFF', () => {
  test('sides, samples and strips, in both byte orders, and as BigTIFF', () => {
    for (const bigEndian of [false, true]) {
      for (const bigTiff of [false, true]) {
        const header = read({ ...good, bigEndian, bigTiff })
        assert.deepEqual([header.width, header.height, header.frames, header.orientation], [4, 6, 1, 1])
        assert.deepEqual([header.samples.colours, header.samples.bits, header.hasAlpha], ['black-is-zero', 8, false])
        assert.deepEqual(
          header.layout.pieces.map(({ length }) => length),
          [12, 12],
        )
      }
    }
  })

  test('a turned picture has its sides swapped', () => {
    const header = read(withTags(good, { 274: [6] }))
    assert.deepEqual([header.width, header.height, header.storedWidth, header.storedHeight], [6, 4, 4, 6])
  })

  test('directories are counted as frames, until they come back to one or leave the source', () => {
    assert.equal(read({ ...good, directories: 3 }).frames, 3)
    assert.equal(read({ ...good, directories: 3, isCircle: true }).frames, 3)
    assert.equal(read({ ...good, isCircle: true }).frames, 1)
    const astray = tiff(good)
    astray.writeUInt32LE(0xfffffff0, astray.length - 4)
    assert.equal(readTiffHeader(readBytes(astray)).frames, 1)
    assert.equal(read({ ...good, directories: MAX_PARTS }).frames, MAX_PARTS)
    refuses({ ...good, directories: MAX_PARTS + 1 })
  })

  test('an extra sample is alpha if it says so, or if nothing is said about it', () => {
    const four = { ...rgb, pieces: [Buffer.alloc(96)] }
    const alpha = (extra: number[] | undefined) =>
      read(withTags(four, { 277: [4], 258: [8], 338: extra })).samples.alpha
    assert.deepEqual(alpha([1]), { sample: 3, associated: true })
    assert.deepEqual(alpha([2]), { sample: 3, associated: false })
    assert.deepEqual(alpha(undefined), { sample: 3, associated: false })
    assert.equal(alpha([0]), undefined)
    refuses(withTags(four, { 277: [4], 258: [8], 338: [26114] }))
  })

  test('a profile is taken along, and one outside of the source is no harm', () => {
    const profile = Buffer.from('a profile')
    assert.deepEqual(Buffer.from(read(withTags(good, { 34675: profile })).profile ?? []), profile)
    const broken = tiff(withTags(good, { 34675: profile }))
    broken.writeUInt32LE(0x7fffffff, broken.length - 8)
    assert.equal(readTiffHeader(readBytes(broken)).profile, undefined)
  })

  test('lengths of uncompressed strips do not matter, and one compressed strip may have none', () => {
    assert.equal(read(withTags(good, { 279: [1, 0] })).layout.pieces[1]?.length, 12)
    assert.equal(read(withTags(good, { 279: undefined })).layout.pieces[1]?.length, 12)
    const one = withTags({ ...good, pieces: [Buffer.alloc(24)] }, { 259: [8], 279: undefined })
    assert.ok((read(one).layout.pieces[0]?.length ?? 0) >= 24)
    refuses(withTags(good, { 259: [8], 279: undefined }))
  })
})

test('a TIFF that breaks a rule is refused', () => {
  refuses(withTags(good, { 256: undefined }))
  refuses(withTags(good, { 257: [0] }))
  refuses(withTags(good, { 262: undefined }))
  refuses(withTags(good, { 256: Buffer.from([4]) }))
  refuses(withTags(good, { 273: [8] }))
  refuses(withTags(good, { 273: undefined }))
  refuses(withTags(good, { 273: [8, 5000] }))
  refuses(withTags(good, { 278: [0] }))
  refuses(withTags(good, { 284: [3] }))
  refuses(withTags(rgb, { 277: [2] }))
  refuses(withTags(rgb, { 258: [8, 8] }))
  refuses(withTags(good, { 262: [3] }))
  refuses(withTags(good, { 262: [3], 320: [1, 2, 3] }))
  refuses(withTags(good, { 259: [4] }))
  refuses(withTags(good, { 259: [5], 317: [9] }))
  refuses(withTags(good, { 259: [8], 256: [5000], 279: [12, 12] }))
  const twice = tiff(good)
  const directory = twice.readUInt32LE(4)
  twice.writeUInt16LE(256, directory + 2 + 12)
  assert.throws(() => readTiffHeader(readBytes(twice)), { code: 'picture-malformed' })
  const pointless = tiff(good)
  for (const at of [0, 4, pointless.length - 4, 0xfffffff0]) {
    pointless.writeUInt32LE(at, 4)
    assert.throws(() => readTiffHeader(readBytes(pointless)), { code: 'picture-malformed' })
  }
})

test('strips that share their bytes are refused when they are compressed', () => {
  const pieces = [Buffer.alloc(3000), Buffer.alloc(12)]
  read(withTags({ ...good, pieces }, { 259: [8] }))
  refuses(withTags({ ...good, pieces }, { 259: [8], 273: [8, 8], 279: [3000, 3000] }))
})

test('what is not decoded says so', () => {
  const variants: TiffParts['tags'][] = [
    ...[6, 32809, 34887, 34925, 50000, 50001].map((compression) => ({ 259: [compression] })),
    ...[4, 9, 32803, 32844, 32845].map((photometric) => ({ 262: [photometric] })),
    { 258: [40] },
    { 339: [5] },
    { 259: [7], 258: [12] },
    { 322: [4096], 323: [4096], 324: [8], 325: [24] },
  ]
  for (const tags of variants) refuses(withTags(good, tags), 'picture-variant-not-supported')
  const ycc = { 262: [6], 279: [72] }
  refuses(withTags(rgb, { ...ycc, 259: [5], 317: [2] }), 'picture-variant-not-supported')
  refuses(withTags(rgb, { ...ycc, 259: [7], 258: [8], 277: [4] }), 'picture-variant-not-supported')
  refuses(withTags(rgb, { 258: [5, 6, 5] }), 'picture-variant-not-supported')
  refuses(withTags(rgb, { 277: [17], 258: [8] }), 'picture-variant-not-supported')
  refuses(
    { width: 1, height: MAX_PARTS + 1, pieces: [Buffer.alloc(1)], tags: { 278: [1] } },
    'picture-variant-not-supported',
  )
})

describe('whatever the bytes are', () => {
  const seeds = [
    good,
    { ...rgb, bigEndian: true },
    { ...good, bigTiff: true, directories: 3 },
    withTags(good, { 262: [3], 320: new Array(768).fill(7) }),
    withTags(good, { 322: [16], 323: [16], 324: [8], 325: [256] }),
  ].map(tiff)

  function onlyFailures(source: Uint8Array): void {
    try {
      const { width, height, frames, layout } = readTiffHeader(readBytes(source))
      assert.ok(width >= 1 && height >= 1 && frames >= 1 && layout.pieces.length >= 1)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      assert.match(error.code, /^picture-/)
    }
  }

  test('random bytes behind every signature give a header or a refusal', () => {
    const starts = fc.constantFrom('II*\0\x08\0\0\0', 'MM\0*\0\0\0\x08', 'II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'II*\0')
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, rest) =>
        onlyFailures(Buffer.concat([Buffer.from(start, 'latin1'), rest])),
      ),
      { numRuns: 2000 },
    )
  })

  test('good pictures with changed and cut bytes give a header or a refusal', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      value: fc.integer({ min: 0, max: 255 }),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { maxLength: 6 }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (seed, changes, length) => {
          const mutant = Buffer.from(seed)
          for (const { at, value } of changes) mutant[Math.floor(at * (mutant.length - 1))] = value
          onlyFailures(mutant.subarray(0, Math.ceil(length * mutant.length)))
        },
      ),
      { numRuns: 5000 },
    )
  })
})
