import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { jpeg } from '../../../../test/pictures.ts'
import { readBytes } from '../../bytes.ts'
import { insertJpegProfile, MAX_JPEG_PROFILE_BYTES, profileSegments, readJpegProfile } from './jpeg-profile.ts'
import { type JpegSegment, walkJpegSegments } from './jpeg-segments.ts'

const segmentsOf = (source: Uint8Array) => [...walkJpegSegments(readBytes(source))]
const profile = (bytes: number) => Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => at % 251))
const picture = await jpeg(16, 16)

describe('a profile in a JPEG', () => {
  test('comes out as it went in, in one piece or several, whatever the order of the pieces', () => {
    const bytes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(65_519, 65_520, 131_038, 200_000))
    fc.assert(
      fc.property(bytes, fc.boolean(), (length, reversed) => {
        const icc = profile(length)
        const segments = segmentsOf(insertJpegProfile(picture, icc))
        assert.deepEqual(readJpegProfile(reversed ? segments.toReversed() : segments), icc)
      }),
    )
  })

  test('stands behind JFIF, and right behind the start where there is no JFIF', () => {
    assert.deepEqual(
      segmentsOf(insertJpegProfile(picture, profile(70_000)))
        .slice(0, 4)
        .map(({ marker }) => marker),
      [0xe0, 0xe2, 0xe2, 0xdb],
    )
    const bare = Buffer.concat([picture.subarray(0, 2), picture.subarray(20)])
    assert.equal(segmentsOf(insertJpegProfile(bare, profile(9)))[0]?.marker, 0xe2)
  })

  test('is what other decoders find', async () => {
    const source = await sharp(picture).withIccProfile('p3').jpeg().toBuffer()
    const icc = readJpegProfile(segmentsOf(source))
    assert.ok(icc)
    assert.deepEqual((await sharp(source).metadata()).icc, icc)
    assert.deepEqual((await sharp(insertJpegProfile(picture, icc)).metadata()).icc, icc)
  })

  test('is none where pieces are missing, doubled, or at odds about their count', () => {
    const [first, second, third] = segmentsOf(insertJpegProfile(picture, profile(150_000))).slice(1)
    assert.ok(first && second && third)
    assert.ok(readJpegProfile([first, second, third]))
    assert.equal(readJpegProfile([]), undefined)
    assert.equal(readJpegProfile([first, third]), undefined)
    assert.equal(readJpegProfile([first, second, second]), undefined)
    assert.equal(readJpegProfile([first, second, third, third]), undefined)
    const other = { ...third, body: Buffer.from(third.body).fill(4, 13, 14) }
    assert.equal(readJpegProfile([first, second, other]), undefined)
  })

  test('is not seen in segments of others', () => {
    const foreign = { marker: 0xe2, body: Buffer.from('MPF\0 and more'), whole: Buffer.alloc(0), entropyBytes: 0 }
    const [piece] = segmentsOf(insertJpegProfile(picture, profile(5))).slice(1)
    assert.deepEqual(readJpegProfile([foreign, piece as JpegSegment]), profile(5))
  })

  test('is refused when it is empty or longer than a JPEG can hold', () => {
    assert.throws(() => profileSegments(Buffer.alloc(0)), RangeError)
    assert.throws(() => profileSegments(Buffer.alloc(MAX_JPEG_PROFILE_BYTES + 1)), RangeError)
    assert.ok(profileSegments(Buffer.alloc(MAX_JPEG_PROFILE_BYTES)).length > MAX_JPEG_PROFILE_BYTES)
  })
})
