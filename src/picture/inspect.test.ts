import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import {
  bmp,
  gif,
  jpeg,
  jpegSegment,
  patchedJpegSides,
  png,
  pngChunk,
  pngIhdr,
  pngOf,
  progressiveJpeg,
  turnedJpeg,
} from '../../test/pictures.ts'
import { tiff } from '../../test/tiff-pictures.ts'
import { animatedWebp, emptyLossless, emptyLossy, webpOf } from '../../test/webp-pictures.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import { readBytes } from './bytes.ts'
import { walkJpegSegments } from './formats/jpeg/jpeg-segments.ts'
import { inspect, inspectBytes, type SourceLimits } from './inspect.ts'
import { limitSettings, MAX_PARTS } from './limits.ts'

const limits = limitSettings.read({})
const frame = { width: 2, height: 2 }

function refuses(source: Uint8Array, code: ErrorCode, changed: Partial<SourceLimits> = {}): void {
  assert.throws(() => inspect(source, { ...limits, ...changed }), { name: 'Failure', code })
}

describe('what is no picture', () => {
  test('nothing, noise and foreign formats have codes of their own', () => {
    refuses(Buffer.alloc(0), 'picture-empty')
    refuses(Buffer.from('<html>'), 'picture-format-not-supported')
    assert.throws(
      () => inspect(Buffer.from('\0\0\x01\0\x01\0'), limits),
      (error: Failure) => /ICO/.test(error.detail ?? ''),
    )
  })
})

describe('each limit, at it and one past it', () => {
  const source = png({ width: 40, height: 30 })
  const animated = gif(10, 10, [frame, frame, frame])

  test('bytes', () => {
    inspect(source, { ...limits, maxSourceBytes: source.length })
    refuses(source, 'picture-too-large', { maxSourceBytes: source.length - 1 })
  })

  test('sides', () => {
    inspect(source, { ...limits, maxSourceSide: 40 })
    refuses(source, 'picture-sides-too-large', { maxSourceSide: 39 })
  })

  test('pixels, counted over the frames of the canvas', () => {
    inspect(source, { ...limits, maxSourcePixels: 1200 })
    refuses(source, 'picture-too-many-pixels', { maxSourcePixels: 1199 })
    inspect(animated, { ...limits, maxSourcePixels: 300 })
    refuses(animated, 'picture-too-many-pixels', { maxSourcePixels: 299 })
    inspect(animatedWebp(10, 10, [frame, frame, frame]), { ...limits, maxSourcePixels: 300 })
    refuses(animatedWebp(10, 10, [frame, frame, frame]), 'picture-too-many-pixels', { maxSourcePixels: 299 })
  })

  test('frames', () => {
    inspect(animated, { ...limits, maxFrames: 3 })
    refuses(animated, 'picture-too-many-frames', { maxFrames: 2 })
    refuses(animatedWebp(10, 10, [frame, frame, frame]), 'picture-too-many-frames', { maxFrames: 2 })
    const pages = tiff({ width: 4, height: 4, pieces: [Buffer.alloc(16)], directories: 3 })
    inspect(pages, { ...limits, maxFrames: 3, maxSourcePixels: 48 })
    refuses(pages, 'picture-too-many-frames', { maxFrames: 2 })
    refuses(pages, 'picture-too-many-pixels', { maxSourcePixels: 47 })
  })

  test('scans', () => {
    inspect(progressiveJpeg(5), { ...limits, maxScans: 5 })
    refuses(progressiveJpeg(5), 'picture-too-many-scans', { maxScans: 4 })
  })

  test('the defaults: 16384 on a side, 50 megapixels, 200 frames, 100 scans', () => {
    inspect(png({ width: 16384, height: 1 }), limits)
    refuses(png({ width: 16385, height: 1 }), 'picture-sides-too-large')
    inspect(png({ width: 10000, height: 5000, colourType: 0, depth: 1 }), limits)
    refuses(png({ width: 10000, height: 5001, colourType: 0, depth: 1 }), 'picture-too-many-pixels')
    inspect(gif(2, 2, new Array(200).fill(frame)), limits)
    refuses(gif(2, 2, new Array(201).fill(frame)), 'picture-too-many-frames')
    inspect(progressiveJpeg(100), limits)
    refuses(progressiveJpeg(101), 'picture-too-many-scans')
  })

  test('20,000 chunks or segments', async () => {
    const chunks = (count: number) =>
      pngOf(pngIhdr({ width: 1, height: 1 }), ...new Array(count).fill(pngChunk('IDAT')))
    inspect(chunks(MAX_PARTS - 2), limits)
    refuses(chunks(MAX_PARTS - 1), 'picture-malformed')
    const good = await jpeg(8, 8)
    const [start, rest] = [good.subarray(0, 2), good.subarray(2)]
    const own = [...walkJpegSegments(readBytes(good))].length
    const segments = (count: number) =>
      Buffer.concat([start, ...new Array(count).fill(jpegSegment(0xfe, Buffer.alloc(0))), rest])
    // The end marker counts too.
    inspect(segments(MAX_PARTS - own - 1), limits)
    refuses(segments(MAX_PARTS - own), 'picture-malformed')
  })

  test('a header that declares more than its bytes can hold costs nothing', () => {
    refuses(webpOf(emptyLossless(16384, 16384)), 'picture-too-many-pixels')
    refuses(png({ width: 0x7fffffff, height: 0x7fffffff, raw: Buffer.alloc(1) }), 'picture-sides-too-large')
    refuses(
      bmp({ width: 30000, height: 30000, bits: 8, compression: 1, palette: [0, 0, 0, 0], pixels: Buffer.from([0, 1]) }),
      'picture-sides-too-large',
    )
  })
})

test('sides are upright, stored sides are not', async () => {
  const header = inspect(turnedJpeg(await jpeg(24, 16), 6), limits)
  assert.deepEqual([header.width, header.height, header.storedWidth, header.storedHeight], [16, 24, 24, 16])
})

describe('whatever the bytes are', () => {
  const seeds: Buffer[] = []
  before(async () => {
    const good = await jpeg(24, 16)
    seeds.push(good, turnedJpeg(good, 5), patchedJpegSides(good, 30, 16), progressiveJpeg(3))
    seeds.push(
      png({ width: 9, height: 9 }),
      png({ width: 9, height: 9, colourType: 3, depth: 4 }),
      gif(4, 4, [frame, frame]),
    )
    seeds.push(webpOf(emptyLossy(4, 4)), webpOf(emptyLossless(4, 4)), animatedWebp(4, 4, [frame, frame]))
    seeds.push(bmp({ width: 3, height: -3, bits: 24, pixels: Buffer.alloc(36) }))
    seeds.push(
      bmp({ width: 3, height: 1, bits: 8, compression: 1, palette: [1, 2, 3, 0], pixels: Buffer.from([3, 0, 0, 1]) }),
    )
  })

  test('a header read while they still come is that of the whole', () => {
    for (const source of seeds) {
      const room = Buffer.alloc(source.length)
      const coming = readBytes(room, (end) => void source.copy(room, 0, 0, end))
      assert.deepEqual(inspectBytes(coming, limits), inspect(source, limits))
    }
  })

  function onlyFailures(source: Uint8Array): void {
    try {
      const { width, height, frames } = inspect(source, limits)
      assert.ok(width >= 1 && height >= 1 && frames >= 1 && width * height * frames <= limits.maxSourcePixels)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      assert.match(error.code, /^picture-/)
    }
  }

  test('random bytes behind every signature give a header or a refusal', () => {
    const starts = fc.constantFrom(
      '',
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
      '\xff\xd8\xff',
      'GIF89a',
      'BM',
      'RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0',
    )
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, rest) =>
        onlyFailures(Buffer.concat([Buffer.from(start, 'latin1'), rest])),
      ),
      { numRuns: 2000 },
    )
  })

  test('good pictures with changed, cut and repeated bytes give a header or a refusal', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      value: fc.integer({ min: 0, max: 255 }),
    })
    const cut = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.nat(), fc.array(change, { maxLength: 6 }), cut, fc.boolean(), (seed, changes, length, repeat) => {
        const good = seeds[seed % seeds.length] ?? Buffer.alloc(0)
        const mutant = Buffer.from(good)
        for (const { at, value } of changes) mutant[Math.floor(at * (mutant.length - 1))] = value
        const part = mutant.subarray(0, Math.ceil(length * mutant.length))
        onlyFailures(repeat ? Buffer.concat([mutant, part]) : part)
      }),
      { numRuns: 5000 },
    )
  })
})
