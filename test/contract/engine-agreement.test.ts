/** Both engines make the same pictures of the same sources, as near as two filters can be. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Jimp } from 'jimp'
import sharp from 'sharp'
import type { ResizeRequest } from '../../src/picture/engine.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'

const wish: ResizeRequest = { fit: 'fill', upright: true, format: 'png' }

describe('both engines agree in size, orientation and pixels', () => {
  const engines = (['accelerated', 'pure-js'] as const).map((engine) =>
    createInProcessEngine({ ...limitSettings.read({}), engine }),
  )
  after(() => Promise.all(engines.map((engine) => engine.close())))

  const photograph = () => sharp(photographPixels(301, 203), { raw: { width: 301, height: 203, channels: 4 } })
  const opaque = () => photograph().removeAlpha()
  const sources: Readonly<Record<string, () => Promise<Buffer>>> = {
    'a baseline JPEG': () => opaque().jpeg().toBuffer(),
    'a progressive JPEG': () => opaque().jpeg({ progressive: true }).toBuffer(),
    'a JPEG without subsampling': () => opaque().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    'a grey JPEG': () => opaque().grayscale().jpeg().toBuffer(),
    'a CMYK JPEG': () => opaque().toColourspace('cmyk').jpeg().toBuffer(),
    'a turned JPEG': () => opaque().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'a PNG with alpha': () => photograph().png().toBuffer(),
    'an interlaced PNG': () => opaque().png({ progressive: true }).toBuffer(),
    'a palette PNG': () => photograph().png({ palette: true }).toBuffer(),
    'a WebP with alpha': () => photograph().webp().toBuffer(),
    'a lossless WebP': () => photograph().webp({ lossless: true }).toBuffer(),
    'a TIFF': () => photograph().tiff({ compression: 'lzw' }).toBuffer(),
    'a TIFF of JPEGs': () => opaque().tiff({ compression: 'jpeg', tile: true }).toBuffer(),
    'a CMYK TIFF': () => opaque().toColourspace('cmyk').tiff({ compression: 'deflate' }).toBuffer(),
    'a PNG of 16 bits': () => opaque().toColourspace('rgb16').png().toBuffer(),
  }
  const requests: readonly Partial<ResizeRequest>[] = [
    { width: 100, height: 67 },
    { width: 60, height: 60, fit: 'cover' },
    { width: 19, height: 40, fit: 'contain' },
  ]
  for (const [name, build] of Object.entries(sources)) {
    test(name, async () => {
      const source = await build()
      for (const request of requests) {
        const results = await Promise.all(engines.map((engine) => engine.resize(source, { ...wish, ...request })))
        const [one, other] = await Promise.all(results.map(({ bytes }) => Jimp.fromBuffer(Buffer.from(bytes))))
        assert.ok(one && other)
        assert.deepEqual([one.width, one.height], [other.width, other.height])
        const ratio = peakSignalToNoise(one.bitmap.data, other.bitmap.data)
        assert.ok(ratio >= 30, `${ratio.toFixed(1)} dB with ${JSON.stringify(request)}`)
      }
    })
  }
})

/** RGBA with gradients, waves of several lengths and soft alpha: smooth like a photograph, with no symmetry. */
function photographPixels(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 4)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[at++] = 40 + (150 * x) / width + 40 * Math.sin(x / 9 + y / 31)
      pixels[at++] = 60 + (120 * y) / height + 40 * Math.cos(y / 11)
      pixels[at++] = 128 + 80 * Math.sin((x * y) / 3000)
      pixels[at++] = 128 + 127 * Math.sin(x / 40 + y / 50)
    }
  }
  return pixels
}

/** In dB, over colours weighted by their alpha, and alpha. */
function peakSignalToNoise(one: Buffer, other: Buffer): number {
  let squares = 0
  for (let at = 0; at < one.length; at += 4) {
    const [alpha, otherAlpha] = [(one[at + 3] ?? 0) / 255, (other[at + 3] ?? 0) / 255]
    squares += (255 * (alpha - otherAlpha)) ** 2
    for (let channel = at; channel < at + 3; channel++) {
      squares += ((one[channel] ?? 0) * alpha - (other[channel] ?? 0) * otherAlpha) ** 2
    }
  }
  return 10 * Math.log10(255 ** 2 / (squares / one.length))
}
