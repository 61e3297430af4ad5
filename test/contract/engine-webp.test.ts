/** Both engines take WebP and make it. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import type { ResizeRequest } from '../../src/picture/engine.ts'
import { profileOf } from '../../src/picture/icc-profile.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { inspect } from '../../src/picture/inspect.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { jpeg, png, pngChunk, quarters } from '../pictures.ts'
import {
  animatedWebp,
  emptyLossless,
  emptyLossy,
  ringed,
  turnedWebp,
  webp,
  webpOf,
  webpPixels,
} from '../webp-pictures.ts'

const wish: ResizeRequest = { width: 40, height: 30, fit: 'fill', upright: true, format: 'webp' }

const limits = limitSettings.read({})

for (const name of ['accelerated', 'pure-js'] as const) {
  describe(`${name}: a result that is WebP`, () => {
    const engine = createInProcessEngine({ ...limits, engine: name })
    after(() => engine.close())
    const resize = async (source: Buffer, request: Partial<ResizeRequest> = {}) => {
      const { bytes } = await engine.resize(source, { ...wish, ...request })
      return sharp(bytes).metadata()
    }

    test('has the sides that are asked for, and alpha only where something is transparent', async () => {
      const opaque = await resize(await jpeg(80, 60))
      assert.deepEqual([opaque.format, opaque.width, opaque.height, opaque.hasAlpha], ['webp', 40, 30, false])
      assert.equal((await resize(await webp(80, 60, {}, ringed(80, 60)))).hasAlpha, true)
      assert.equal((await resize(await jpeg(80, 60), { width: 60, fit: 'contain' })).hasAlpha, true)
    })

    test('is what a WebP becomes when the format is to stay the same', async () => {
      const { format, width } = await resize(await webp(80, 60, { lossless: true }), { format: 'same' })
      assert.deepEqual([format, width], ['webp', 40])
    })

    test("has its source's profile, and nothing else of what is no pixel", async () => {
      const { data, ...raw } = quarters(80, 60)
      const picture = sharp(data, { raw: { ...raw, channels: 4 } })
      const exif = { IFD0: { Copyright: 'somebody' } }
      for (const source of [
        await picture.withIccProfile('p3').withExif(exif).webp().toBuffer(),
        await picture.withIccProfile('p3').withExif(exif).png().toBuffer(),
      ]) {
        const [before, { icc, exif, orientation }] = [await sharp(source).metadata(), await resize(source)]
        assert.ok(before.icc && before.exif)
        assert.deepEqual([icc, exif, orientation], [before.icc, undefined, undefined])
      }
    })

    test('has no profile for grey pictures: its own have three channels', async () => {
      const profile = Buffer.alloc(128)
      profile.writeUInt32BE(profile.length)
      profile.write('GRAY', 16)
      profile.write('acsp', 36)
      const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('grey\0\0'), deflateSync(profile)]))
      const grey = png({ width: 80, height: 60, colourType: 0, before: [chunk] })
      assert.deepEqual(profileOf(inspect(grey, limits)), profile)
      assert.equal((await resize(grey)).icc, undefined)
    })

    test('has the same bytes for the same source and request, whatever was encoded between', async () => {
      const source = await webp(80, 60, {}, ringed(80, 60))
      const first = await engine.resize(source, wish)
      await engine.resize(await jpeg(300, 200), { ...wish, width: 200, quality: 20 })
      assert.deepEqual((await engine.resize(source, wish)).bytes, first.bytes)
    })
  })

  describe(`${name}: a source that is WebP`, () => {
    const engine = createInProcessEngine({ ...limits, engine: name })
    after(() => engine.close())
    const pixelsOf = async (source: Buffer, width = 24) => {
      const { bytes } = await engine.resize(source, { fit: 'fill', upright: true, format: 'png', width })
      const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
      return { data, width: info.width, height: info.height }
    }

    test('stands upright, as a JPEG does', async () => {
      const source = await webp(16, 24, { lossless: true })
      for (let orientation = 1; orientation <= 8; orientation++) {
        const turned = turnedWebp(source, 16, 24, orientation)
        const upright = await sharp(turned).autoOrient().webp({ lossless: true }).toBuffer()
        // At full size: filters need not be symmetric.
        const width = orientation <= 4 ? 16 : 24
        assert.deepEqual(await pixelsOf(turned, width), await pixelsOf(upright, width))
      }
    })

    test('is its first frame when it is animated', async () => {
      const [still, other] = [await webp(16, 24), await webp(8, 8)]
      const animated = animatedWebp(16, 24, [
        { width: 16, height: 24, pixels: webpPixels(still) },
        { width: 8, height: 8, pixels: webpPixels(other) },
      ])
      assert.deepEqual(await pixelsOf(animated), await pixelsOf(still))
    })

    test('is refused when its pixels are missing', async () => {
      const good = await webp(16, 24, {}, ringed(16, 24))
      for (const source of [
        webpOf(emptyLossy(16, 24)),
        webpOf(emptyLossless(3000, 3000)),
        good.subarray(0, good.length - 40),
      ]) {
        await assert.rejects(pixelsOf(source), { name: 'Failure', code: 'picture-malformed' })
      }
    })
  })
}
