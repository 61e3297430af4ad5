import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { type TiffParts, tiff } from '../../../../test/tiff-pictures.ts'
import { Failure } from '../../../errors/failure.ts'
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

const refuses = (parts: TiffParts) => assert.rejects(decode(parts), { name: 'Failure', code: 'picture-malformed' })

describe('data that is damaged', () => {
  const grey = Buffer.alloc(64, 7)
  test('is refused where it is too short or too long', async () => {
    const deflated = (data: Uint8Array) => ({ width: 8, height: 8, pieces: [deflateSync(data)], tags: { 259: [8] } })
    assert.equal((await decode(deflated(grey)))[63], '070707ff')
    await refuses(deflated(grey.subarray(1)))
    await refuses(deflated(Buffer.alloc(65)))
    await refuses({ width: 8, height: 8, pieces: [deflateSync(grey).subarray(0, -8)], tags: { 259: [8] } })
    await refuses({ width: 8, height: 8, pieces: [Buffer.alloc(40)], tags: { 259: [7] } })
  })

  test('JPEGs that do not fit the picture, or have tables without end, are refused', async () => {
    const grey = sharp(Buffer.alloc(64), { raw: { width: 8, height: 8, channels: 1 } }).toColourspace('b-w')
    const pieces = [await grey.jpeg().toBuffer()]
    const good: TiffParts = { width: 8, height: 8, pieces, tags: { 259: [7] } }
    assert.equal((await decode(good))[0], '000000ff')
    await refuses({ ...good, width: 7 })
    assert.equal((await decode({ ...good, height: 7 })).length, 56)
    await refuses({ ...good, height: 9 })
    await refuses({ ...good, tags: { ...good.tags, 262: [2] } })
    await refuses({
      ...good,
      tags: { ...good.tags, 347: Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(65_536)]) },
    })
  })

  test('gives a picture of the right size or a refusal, whatever is changed', async () => {
    const noise = Buffer.from(Array.from({ length: 24 * 24 * 3 }, (_, at) => (at * at) & 0xff))
    const good = sharp(noise, { raw: { width: 24, height: 24, channels: 3 } })
    const seeds = await Promise.all([
      good.clone().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
      good.clone().tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
      good.clone().tiff({ compression: 'jpeg' }).toBuffer(),
      good.clone().tiff({ compression: 'packbits' }).toBuffer(),
      good.clone().greyscale().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(),
    ])
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      value: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        async (seed, changes) => {
          const mutant = Buffer.from(seed)
          for (const { at, value } of changes) mutant[Math.floor(at * (mutant.length - 1))] = value
          try {
            const { width, height, data } = await decodeBytes(mutant)
            assert.equal(data.length, width * height * 4)
          } catch (error) {
            if (!(error instanceof Failure)) throw error
            assert.match(error.code, /^picture-/)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
