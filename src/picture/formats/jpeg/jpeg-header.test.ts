import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  exif,
  jpeg,
  jpegSegment,
  jpegSegmentAt,
  patchedJpegSides,
  progressiveJpeg,
  turnedJpeg,
} from '../../../../test/pictures.ts'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import { readBytes } from '../../bytes.ts'
import { readJpegHeader } from './jpeg-header.ts'

const SOF = 0xc0
const read = (source: Uint8Array) => readJpegHeader(readBytes(source))
const refuses = (source: Uint8Array, code: ErrorCode = 'picture-malformed') =>
  assert.throws(() => read(source), { name: 'Failure', code })

let good: Buffer
before(async () => {
  good = await jpeg(24, 16)
})

/** `good` with one byte changed, counted from where the parameters of its first such segment begin. */
function patched(marker: number, offset: number, value: number): Buffer {
  const copy = Buffer.from(good)
  copy[jpegSegmentAt(good, marker) + offset] = value
  return copy
}

test('sides, kind and scans are read', () => {
  const { width, height, progressive, scans, colours } = read(good)
  assert.deepEqual(
    { width, height, progressive, scans, colours },
    { width: 24, height: 16, progressive: false, scans: 1, colours: 'ycc' },
  )
  assert.deepEqual([read(progressiveJpeg(7)).progressive, read(progressiveJpeg(7)).scans], [true, 7])
})

test('orientation turns the sides, and the first EXIF block counts', () => {
  const header = read(turnedJpeg(turnedJpeg(good, 3), 8))
  assert.deepEqual([header.width, header.height, header.orientation], [16, 24, 8])
})

test('fill bytes, stray bytes, bytes behind the end and a missing end marker do no harm', () => {
  const stray = Buffer.concat([good.subarray(0, 2), Buffer.from([1, 2, 0xff, 0xff, 0xff]), good.subarray(3)])
  assert.equal(read(stray).width, 24)
  assert.equal(read(Buffer.concat([good, Buffer.from('trailing')])).width, 24)
  assert.equal(read(good.subarray(0, -2)).width, 24)
})

test('only what makes the pixels is kept', () => {
  const comment = jpegSegment(0xfe, Buffer.from('comment'))
  const icc = jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0'))
  const { pixelSegments } = read(Buffer.concat([good.subarray(0, 2), comment, icc, good.subarray(2)]))
  assert.ok(pixelSegments.every(({ marker }) => ![0xfe, 0xe0, 0xe1, 0xe2].includes(marker)))
})

test("three components are RGB by Adobe's marker or by their names, unless JFIF says otherwise", () => {
  const withoutJfif = Buffer.concat([good.subarray(0, 2), good.subarray(20)])
  const adobe = (transform: number) =>
    jpegSegment(0xee, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]))
  const withAdobe = (transform: number) =>
    Buffer.concat([withoutJfif.subarray(0, 2), adobe(transform), withoutJfif.subarray(2)])
  assert.equal(read(withAdobe(0)).colours, 'rgb')
  assert.equal(read(withAdobe(1)).colours, 'ycc')
  assert.equal(read(withoutJfif).colours, 'ycc')
})

test('what jpeg-js cannot decode is a variant, not a malformed picture', () => {
  for (const marker of [0xc3, 0xc5, 0xc9, 0xca, 0xcf]) {
    refuses(patched(SOF, -3, marker), 'picture-variant-not-supported')
  }
  refuses(patched(SOF, 0, 12), 'picture-variant-not-supported')
  refuses(patchedJpegSides(good, 24, 0), 'picture-variant-not-supported')
})

test('an illegal frame is refused', () => {
  refuses(patched(SOF, 0, 7))
  refuses(patchedJpegSides(good, 0, 16))
  refuses(patched(SOF, 5, 2))
  refuses(patched(SOF, 7, 0x51))
  refuses(patched(SOF, 7, 0x10))
  refuses(patched(SOF, 8, 4))
  refuses(patched(SOF, 9, good[jpegSegmentAt(good, SOF) + 6] ?? 0))
})

test('a scan without a frame, of an unknown component, or with illegal parameters is refused', () => {
  refuses(patched(0xda, 1, 99))
  refuses(patched(0xda, 0, 0))
  const headless = Buffer.concat([good.subarray(0, 2), good.subarray(jpegSegmentAt(good, 0xda) - 4)])
  refuses(headless)
  const progressive = progressiveJpeg(2)
  progressive[jpegSegmentAt(progressive, 0xda) + 4] = 1
  refuses(progressive)
})

test('two frames, two starts, no frame, tables past their segment are refused', () => {
  const frameAt = jpegSegmentAt(good, SOF) - 4
  const frame = good.subarray(frameAt, frameAt + 19)
  refuses(Buffer.concat([good.subarray(0, frameAt), frame, good.subarray(frameAt)]))
  refuses(Buffer.concat([good.subarray(0, 2), good]))
  refuses(Buffer.from([0xff, 0xd8, 0xff, 0xd9]))
  refuses(patched(0xc4, 1, 255))
  refuses(patched(0xdb, 0, 0x25))
  refuses(good.subarray(0, jpegSegmentAt(good, SOF) + 3))
})

test('fewer bytes than the blocks need at the least are refused at once', () => {
  refuses(patchedJpegSides(good, 5000, 5000))
  assert.equal(read(patchedJpegSides(good, 32, 16)).width, 32)
})

test('an EXIF block that is no EXIF is ignored', () => {
  const broken = jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(6).subarray(0, 9)]))
  assert.equal(read(Buffer.concat([good.subarray(0, 2), broken, good.subarray(2)])).orientation, 1)
})
