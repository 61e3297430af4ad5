/**
 * Every limit that is a setting, at the limit and one past it: the cheap ones where a submission is checked, and all of
 * them in the engine, which trusts nobody. What a new setting bounds has its line here, or this is no program.
 */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { ErrorCode } from '../../src/errors/catalogue.ts'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { Engine, ResizeRequest } from '../../src/picture/engine.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { inspectRequest } from '../../src/picture/inspect-request.ts'
import { type Limits, limitSettings } from '../../src/picture/limits.ts'
import { until } from '../child-processes.ts'
import { gif, png, progressiveJpeg, slowPicture } from '../pictures.ts'

const defaults: Limits = limitSettings.read({})
const wish: ResizeRequest = { width: 20, height: 10, fit: 'fill', upright: true, format: 'png' }

/** Limits of the engine's processes rather than of pictures. */
type ProcessLimit =
  | 'engine'
  | 'engineSlots'
  | 'engineExpress'
  | 'engineTimeoutMs'
  | 'engineMemoryBytes'
  | 'engineRecycleAfter'

interface Boundary {
  readonly source: Buffer
  /** The smallest value of the limit with which the source is resized. */
  readonly needs: number
  /** What one less is refused with. */
  readonly code: ErrorCode
  /** Whether that shows only when the result is there, which depends on the engine then. */
  readonly late?: Limits['engine']
}

const still = png({ width: 40, height: 30 })
const animated = gif(10, 10, new Array(3).fill({ width: 10, height: 10 }))
const ENGINES: readonly Limits['engine'][] = ['accelerated', 'pure-js']
const lengths = await Promise.all(
  ENGINES.map(async (engine) => {
    const { bytes } = await createInProcessEngine({ ...defaults, engine }).resize(still, wish)
    return { engine, bytes: bytes.length }
  }),
)

const BOUNDARIES: Readonly<Record<Exclude<keyof Limits, ProcessLimit>, readonly Boundary[]>> = {
  maxSourceBytes: [{ source: still, needs: still.length, code: 'picture-too-large' }],
  maxSourceSide: [
    { source: still, needs: 40, code: 'picture-sides-too-large' },
    { source: png({ width: 1, height: 40 }), needs: 40, code: 'picture-sides-too-large' },
  ],
  maxSourcePixels: [
    { source: still, needs: 40 * 30, code: 'picture-too-many-pixels' },
    { source: animated, needs: 10 * 10 * 3, code: 'picture-too-many-pixels' },
  ],
  maxFrames: [{ source: animated, needs: 3, code: 'picture-too-many-frames' }],
  maxProgressivePixels: [{ source: progressiveJpeg(2, { side: 16 }), needs: 16 * 16, code: 'picture-too-many-pixels' }],
  maxScans: [{ source: progressiveJpeg(5), needs: 5, code: 'picture-too-many-scans' }],
  maxSide: [{ source: still, needs: 20, code: 'picture-sides-too-large' }],
  maxResultPixels: [{ source: still, needs: 20 * 10, code: 'result-too-large' }],
  maxResultBytes: lengths.map(({ engine, bytes }) => ({
    source: still,
    needs: bytes,
    code: 'result-too-large',
    late: engine,
  })),
}

for (const [limit, boundaries] of Object.entries(BOUNDARIES)) {
  describe(limit, () => {
    for (const { source, needs, code, late } of boundaries) {
      const refusal = { name: 'Failure', code }
      const at = { ...defaults, [limit]: needs }
      const past = { ...defaults, [limit]: needs - 1 }

      if (!late) {
        it(`of ${needs} lets a picture in, one less does not: ${code}`, () => {
          inspectRequest(source, wish, at)
          assert.throws(() => inspectRequest(source, wish, past), refusal)
        })
      }

      for (const engine of late ? [late] : ENGINES) {
        it(`of ${needs} lets the ${engine} engine resize it, one less does not`, async () => {
          assert.equal((await createInProcessEngine({ ...at, engine }).resize(source, wish)).width, 20)
          await assert.rejects(createInProcessEngine({ ...past, engine }).resize(source, wish), refusal)
        })
      }
    }
  })
}

describe('the limits of processes', () => {
  const slow = slowPicture(2000)
  const create = (t: TestContext, changed: Partial<Limits>): Engine => {
    const engine = createEngine({ ...defaults, engine: 'pure-js', engineSlots: 1, engineExpress: false, ...changed })
    t.after(() => engine.close())
    return engine
  }

  it('engineTimeoutMs ends what takes longer, and nothing that does not', async (t) => {
    const { timings } = await create(t, { engineTimeoutMs: 60_000 }).resize(slow, wish)
    const tooShort = create(t, { engineTimeoutMs: Math.ceil(timings.totalMs / 10) })
    // Which of both depends on how busy the machine is.
    await assert.rejects(tooShort.resize(slow, wish), { name: 'Failure', code: /^engine-(timed-out|starved)$/ })
  })

  it('engineMemoryBytes ends what takes more, and nothing that does not', async (t) => {
    const large = slowPicture(7000)
    assert.equal((await create(t, {}).resize(large, wish)).width, 20)
    const tooLittle = create(t, { engineMemoryBytes: 256 * 1024 * 1024 })
    assert.equal((await tooLittle.resize(still, wish)).width, 20)
    await assert.rejects(tooLittle.resize(large, wish), { name: 'Failure', code: 'engine-out-of-memory' })
  })

  it('engineRecycleAfter gives a slot another process after so many pictures, not after one less', async (t) => {
    const engine = create(t, { engineRecycleAfter: 3 })
    const recycled: number[] = []
    for (let picture = 0; picture < 7; picture++) {
      await engine.resize(still, wish)
      recycled.push(engine.stats().restarts.recycled)
    }
    assert.deepEqual(recycled, [0, 0, 0, 1, 1, 1, 2])
  })

  it('engineSlots resizes so many at a time, and one more waits', async (t) => {
    const engine = create(t, { engineSlots: 2 })
    await Promise.all([engine.resize(still, wish), engine.resize(still, wish)])
    const pictures = [1, 2, 3].map(() => engine.resize(slow, wish))
    await until(() => engine.stats().busy === 2)
    assert.equal(engine.stats().waiting, 1)
    await Promise.all(pictures)
  })

  it('engineExpress resizes a small one beside them, and without it that waits as well', async (t) => {
    for (const engineExpress of [true, false]) {
      const engine = create(t, { engineSlots: 1, engineExpress })
      await engine.resize(still, wish)
      const large = engine.resize(slowPicture(7000), wish)
      await until(() => engine.stats().busy === 1)
      await engine.resize(still, wish)
      assert.equal(engine.stats().busy, engineExpress ? 1 : 0)
      await large
    }
  })
})
