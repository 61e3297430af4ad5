import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { Engine, ResizeRequest } from '../../src/picture/engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { type Entry, readCorpus, skip } from './corpus.ts'
import { OTHER_COLOUR } from './reasons.ts'

/** How far a channel of the mean may be off, of 255. */
const TOLERANCE = 8

describe('the mean colour of what becomes of a corpus of pictures', { skip }, () => {
  let engine: Engine
  before(() => {
    engine = createEngine(limitSettings.read({}))
  })
  after(() => engine.close())

  it(`is within ${TOLERANCE} of what the index says, or listed with the reason`, async (t) => {
    const compared = await Promise.all(
      readCorpus().map(async (entry) => {
        const distance = await distanceFromMean(engine, entry)
        return { file: entry.file, distance }
      }),
    )
    const isOff = (distance: number) => distance > TOLERANCE
    const known = compared.filter(({ distance }) => distance !== undefined)
    t.diagnostic(`${known.length} pictures compared`)
    assert.ok(known.length > 0)
    const wrong = known.filter(({ file, distance = 0 }) => isOff(distance) !== file in OTHER_COLOUR)
    for (const { file, distance = 0 } of known.filter(({ distance = 0 }) => isOff(distance))) {
      t.diagnostic(`${file}: off by ${distance.toFixed(1)}: ${OTHER_COLOUR[file] ?? 'why?'}`)
    }
    assert.deepEqual(wrong, [], 'off without a reason, or a reason without being off')
  })
})

/** The largest difference of a channel; undefined where there is no mean to compare with or no result. */
async function distanceFromMean(engine: Engine, entry: Entry): Promise<number | undefined> {
  const { mean, width, height } = entry
  if (!mean) return undefined
  const { maxSide } = limitSettings.read({})
  // As large as the source where a result may be: then nothing is filtered.
  const sides = { width: Math.min(width, maxSide), height: Math.min(height, maxSide) }
  const request: ResizeRequest = { ...sides, fit: 'fill', upright: true, format: 'png' }
  const result = await engine.resize(entry.bytes(), request).catch(() => undefined)
  if (!result) return undefined
  const found = await meanOf(result.bytes)
  return Math.max(...mean.map((channel, at) => Math.abs(channel - (found[at] ?? 0))))
}

/** Red, green, blue weighted by alpha, and alpha: as a reader that knows nothing of this engine sees the result. */
async function meanOf(result: Uint8Array): Promise<number[]> {
  const pixels = await sharp(result).toColourspace('srgb').ensureAlpha().raw().toBuffer()
  const sums = [0, 0, 0, 0]
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0
    for (let channel = 0; channel < 3; channel++)
      sums[channel] = (sums[channel] ?? 0) + (pixels[at + channel] ?? 0) * (alpha / 255)
    sums[3] = (sums[3] ?? 0) + alpha
  }
  return sums.map((sum) => sum / (pixels.length / 4))
}
