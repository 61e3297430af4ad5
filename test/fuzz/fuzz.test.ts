import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Failure } from '../../src/errors/failure.ts'
import type { Resized } from '../../src/picture/engine.ts'
import { png, pngDataBytes } from '../pictures.ts'
import { fuzz } from './fuzz.ts'
import { buildCase } from './fuzz-case.ts'
import { judge } from './judge.ts'
import { seedPictures } from './seed-pictures.ts'

const SECONDS = 10

const wish = { width: 9, height: 7, fit: 'fill', upright: true, format: 'png' } as const

describe('changed pictures', () => {
  it('are refused or resized by both engines, and hurt neither', async (t) => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
    t.diagnostic(`npm run fuzz -- --seed ${seed}`)
    const finds: string[] = []
    const counts = await fuzz({
      pictures: await seedPictures(),
      seed,
      from: 0,
      to: Number.POSITIVE_INFINITY,
      seconds: SECONDS,
      onFind: ({ number, engine }, { words, isFind }) => {
        if (isFind) finds.push(`--case ${number}: ${engine}: ${words}`)
        else t.diagnostic(`--case ${number}: ${engine}: ${words}`)
      },
    })
    assert.deepEqual(finds, [])
    for (const end of ['resized', 'picture-malformed']) {
      for (const engine of ['accelerated', 'pure-js']) assert.ok(counts.has(`${engine}: ${end}`), `${engine}: ${end}`)
    }
  })

  it('are finds when the engine does what it must not', async () => {
    const fuzzCase = { ...buildCase(await seedPictures(), 7, 0), request: wish }
    const timings = { waitMs: 0, decodeMs: 0, resizeMs: 0, encodeMs: 0, totalMs: 0 }
    const resized = (width: number, height: number, fill = 0): Resized => {
      const bytes = png({ width, height, raw: Buffer.alloc(pngDataBytes({ width, height }), fill) })
      return { bytes, format: 'png', width, height, pixelDigest: '', timings }
    }
    let calls = 0
    const misdeeds: Readonly<Record<string, () => Promise<Resized>>> = {
      'another error than a failure': () => Promise.reject(new TypeError('undefined is no function')),
      'a failure that is not the picture’s': () => Promise.reject(new Failure('internal')),
      'the death of a child process': () => Promise.reject(new Failure('engine-crashed')),
      'no end': () => new Promise(() => {}),
      'a result that is no picture': async () => ({ ...resized(1, 1), bytes: Buffer.from('no picture') }),
      'a result of other sides than it says': async () => ({ ...resized(1, 1), width: 2 }),
      'a result of other sides than asked for': async () => resized(10, 1),
      'another result the second time': async () => resized(9, 7, calls++),
    }
    for (const [misdeed, resize] of Object.entries(misdeeds)) {
      const { isFind } = await judge({ resize }, fuzzCase, 2000)
      assert.ok(isFind, misdeed)
    }
  })

  it('are the same ones for the same seed and number', async () => {
    const pictures = await seedPictures()
    for (let number = 0; number < 50; number++) {
      assert.deepEqual(buildCase(pictures, 7, number), buildCase(pictures, 7, number))
    }
  })
})
