import { createEngine } from '../src/picture/create-engine.ts'
import type { ResultFormat } from '../src/picture/engine.ts'
import { limitSettings } from '../src/picture/limits.ts'

/** What is resized, and how many slots do it. */
export interface BareRun {
  readonly picture: Uint8Array
  readonly width: number
  readonly height: number
  /** PNG unless said otherwise. */
  readonly format?: ResultFormat
  readonly slots: number
  readonly count: number
  readonly warmUps: number
  readonly inFlight: number
}

/** How many pictures a second the isolated engine resizes when nothing else runs. */
export async function measureBareEngine(run: BareRun): Promise<number> {
  const { picture, width, height, format = 'png', slots, count, warmUps, inFlight } = run
  const engine = createEngine({ ...limitSettings.read({}), engineSlots: slots, engineExpress: false })
  const request = { width, height, fit: 'fill', position: 'center', upright: true, format } as const
  const resizeMany = async (pictures: number) => {
    let left = pictures
    const next = async () => {
      while (left-- > 0) await engine.resize(picture, request)
    }
    await Promise.all(Array.from({ length: inFlight }, next))
  }
  try {
    await resizeMany(warmUps)
    const startedAt = performance.now()
    await resizeMany(count)
    return count / ((performance.now() - startedAt) / 1000)
  } finally {
    await engine.close()
  }
}
