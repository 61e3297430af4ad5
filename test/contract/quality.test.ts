/** The whole way of the accelerated engine, from a source's bytes to a result's, against the filter by its definition. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import type { Engine } from '../../src/picture/engine.ts'
import type { Sides } from '../../src/picture/geometry.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { lanczosReference, psnr } from '../../src/picture/kernel/lanczos-reference.ts'
import { photographLike, withAlpha } from '../../src/picture/kernel/sample-pictures.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import type { Bitmap } from '../../src/picture/orient.ts'

const OPAQUE_DECIBELS = 50
const ALPHA_DECIBELS = 45

const PHOTOGRAPH = join(import.meta.dirname, '../../bench/photograph.jpg')
const SOURCE_SIDES = { width: 800, height: 600 }

/** To where a JPEG is decoded to one, two or three eighths, or nearly so; to a third, a half, nearly all, larger, and out of shape. */
const SCALES: readonly Sides[] = [
  { width: 38, height: 28 },
  { width: 60, height: 45 },
  { width: 80, height: 60 },
  { width: 98, height: 74 },
  { width: 120, height: 90 },
  { width: 267, height: 200 },
  { width: 400, height: 300 },
  { width: 790, height: 590 },
  { width: 1000, height: 750 },
  { width: 120, height: 590 },
]

describe('the quality of results', () => {
  let engine: Engine
  let photograph: Sharp
  before(async () => {
    engine = createInProcessEngine(limitSettings.read({}))
    photograph = sharp(
      await sharp(readFileSync(PHOTOGRAPH))
        .resize({ ...SOURCE_SIDES, fit: 'fill' })
        .png()
        .toBuffer(),
    )
  })
  after(() => engine.close())

  async function holds(t: TestContext, source: Buffer, least: number): Promise<void> {
    const pixels = await decode(source)
    for (const sides of SCALES) {
      const { bytes } = await engine.resize(source, { ...sides, fit: 'fill', upright: true, format: 'png' })
      const decibels = psnr(await decode(bytes), lanczosReference(pixels, sides))
      const words = `${decibels.toFixed(1)} dB at ${sides.width} × ${sides.height}`
      t.diagnostic(words)
      assert.ok(decibels >= least, words)
    }
  }

  it(`is ${OPAQUE_DECIBELS} dB on a photograph as PNG`, async (t) => {
    await holds(t, await photograph.clone().png().toBuffer(), OPAQUE_DECIBELS)
  })

  it(`is ${OPAQUE_DECIBELS} dB on a photograph as PNG of few colours`, async (t) => {
    await holds(t, await photograph.clone().png({ palette: true }).toBuffer(), OPAQUE_DECIBELS)
  })

  for (const chromaSubsampling of ['4:4:4', '4:2:0']) {
    it(`is ${OPAQUE_DECIBELS} dB on a photograph as JPEG with ${chromaSubsampling}`, async (t) => {
      await holds(t, await photograph.clone().jpeg({ quality: 90, chromaSubsampling }).toBuffer(), OPAQUE_DECIBELS)
    })
  }

  it(`is ${ALPHA_DECIBELS} dB on a picture with alpha`, async (t) => {
    const { data, width, height } = withAlpha(photographLike(400, 300))
    await holds(
      t,
      await sharp(data, { raw: { width, height, channels: 4 } })
        .png()
        .toBuffer(),
      ALPHA_DECIBELS,
    )
  })
})

/** By a decoder that has nothing to do with the engine. */
async function decode(picture: Uint8Array): Promise<Bitmap> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
