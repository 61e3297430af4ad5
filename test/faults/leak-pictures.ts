import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { Failure } from '../../src/errors/failure.ts'
import type { Engine } from '../../src/picture/engine.ts'
import { inspect } from '../../src/picture/inspect.ts'
import type { Limits } from '../../src/picture/limits.ts'
import { readWholeCorpus } from '../corpus/corpus.ts'
import {
  bmp,
  gif,
  gifData,
  jpeg,
  patchedJpegSides,
  png,
  pngChunk,
  pngIhdr,
  pngOf,
  progressiveJpeg,
} from '../pictures.ts'
import { showsPattern } from './canary-pattern.ts'

const TIMES = 50

/** Settings with which the longest leak picture may come out as large as it is. */
export const LARGE_RESULTS = { MAX_SIDE: '16384' }

/**
 * Has an engine resize every leak picture again and again, as large as it is, so that every pixel that was decoded is in
 * the result.
 * @param before called before each of them
 * @returns the names of those whose results show the pattern
 */
export async function feedLeakPictures(engine: Engine, limits: Limits, before = () => {}): Promise<string[]> {
  const leaking = new Set<string>()
  for (const [name, source] of await leakPictures()) {
    before()
    let looked: Uint8Array | undefined
    for (let time = 0; time < TIMES; time++) {
      const result = await resizeWhole(engine, source, limits)
      if (!result || (looked && Buffer.compare(result, looked) === 0)) continue
      looked = result
      if (await showsPattern(result)) leaking.add(name)
    }
  }
  return [...leaking]
}

/** Undefined when the picture is refused, as most of them must be. */
async function resizeWhole(engine: Engine, source: Buffer, limits: Limits): Promise<Uint8Array | undefined> {
  try {
    const { width, height } = inspect(source, limits)
    const { bytes } = await engine.resize(source, { width, height, fit: 'fill', upright: true, format: 'png' })
    return bytes
  } catch (error) {
    if (error instanceof Failure && error.code.startsWith('picture-')) return undefined
    throw error
  }
}

/** Pictures whose data has fewer pixels than their header says; and those of the corpus. */
async function leakPictures(): Promise<[name: string, source: Buffer][]> {
  const corpus = readWholeCorpus().filter(({ file }) => file.includes('__leak_'))
  return [
    ...shortPngs(),
    ...shortGifs(),
    ...shortBmps(),
    ...(await shortJpegs()),
    ...(await cutOff()),
    ...corpus.map(({ file, bytes }): [string, Buffer] => [file, bytes()]),
  ]
}

function shortPngs(): [string, Buffer][] {
  const row = { width: 9999, height: 1 }
  const square = { width: 128, height: 128 }
  const half = (colourType: number, bytes: number, more = {}) =>
    png({ ...square, colourType, raw: Buffer.alloc(bytes), ...more })
  return [
    ['PNG without data', pngOf(pngIhdr(row))],
    ['PNG with empty data', pngOf(pngIhdr(row), pngChunk('IDAT', deflateSync(Buffer.alloc(0))))],
    ['PNG with 10 bytes of data', png({ ...row, raw: Buffer.alloc(10) })],
    ['PNG with half of its rows', half(6, 513 * 64)],
    ['PNG with one byte too few', half(6, 513 * 128 - 1)],
    ['palette PNG with half of its rows', half(3, 129 * 64)],
    ['16-bit PNG with half of its rows', half(2, 769 * 64, { depth: 16 })],
    ['interlaced PNG with its first pass', half(6, 65 * 16, { interlaced: true })],
  ]
}

function shortGifs(): [string, Buffer][] {
  const sides = { width: 128, height: 128 }
  return [
    ['GIF with 10 of its pixels', gif(128, 128, [{ ...sides, data: gifData(new Array(10).fill(1)) }])],
    ['GIF without pixels', gif(128, 128, [{ ...sides, data: Buffer.from([2, 0]) }])],
    ['GIF with a small frame', gif(128, 128, [{ left: 3, top: 3, width: 2, height: 2 }])],
  ]
}

function shortBmps(): [string, Buffer][] {
  const sides = { width: 128, height: 128 }
  const runs = { ...sides, bits: 8, compression: 1, palette: [9, 9, 9, 0] }
  return [
    ['BMP with 10 bytes of pixels', bmp({ ...sides, bits: 32, pixels: Buffer.alloc(10) })],
    ['BMP with half of its rows', bmp({ ...sides, bits: 24, pixels: Buffer.alloc(384 * 64) })],
    ['BMP of runs that ends at once', bmp({ ...runs, pixels: Buffer.from([0, 1]) })],
    ['BMP of runs that jumps over pixels', bmp({ ...runs, pixels: Buffer.from([0, 2, 99, 99, 1, 0, 0, 1]) })],
    ['BMP of runs that ends in a run', bmp({ ...runs, pixels: Buffer.from([0, 99]) })],
  ]
}

async function shortJpegs(): Promise<[string, Buffer][]> {
  const small = await jpeg(16, 16)
  const large = await jpeg(128, 128)
  return [
    ['JPEG with data for fewer pixels', patchedJpegSides(small, 128, 128)],
    ['JPEG that is cut off', large.subarray(0, large.length - 100)],
    ['progressive JPEG with one scan', progressiveJpeg(1, { side: 128 })],
  ]
}

/** Pictures of a real encoder, cut off in their data. */
async function cutOff(): Promise<[string, Buffer][]> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
  const whole = sharp({ create: { width: 128, height: 128, channels: 3, background: '#4a7', noise } })
  const pictures = {
    'WebP, lossy': whole.clone().webp(),
    'WebP, lossless': whole.clone().webp({ lossless: true }),
    'WebP with alpha': whole.clone().ensureAlpha(0.5).webp(),
    TIFF: whole.clone().tiff({ compression: 'none' }),
    'TIFF, LZW': whole.clone().tiff({ compression: 'lzw' }),
    'TIFF, JPEG': whole.clone().tiff({ compression: 'jpeg' }),
    'PNG, interlaced': whole.clone().png({ progressive: true }),
  }
  const shares = [0.2, 0.5, 0.9]
  const cuts = Object.entries(pictures).map(async ([name, picture]) => {
    const bytes = await picture.toBuffer()
    return shares.map((share): [string, Buffer] => [`${name}, ${share} of it`, bytes.subarray(0, bytes.length * share)])
  })
  return (await Promise.all(cuts)).flat()
}
