import { createEngine } from '../../src/picture/create-engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { buildCase, ENGINES, type FuzzCase } from './fuzz-case.ts'
import { deservesLook, judge, type Verdict } from './judge.ts'
import type { SeedPicture } from './seed-pictures.ts'

/** A picture is resized twice, each time within the wall clock. */
const PASSES = 2

/** Beyond that: the start of a child process on a busy machine, above all. */
const GRACE_MS = 15_000

/** What to fuzz with. */
export interface FuzzOptions {
  readonly pictures: readonly SeedPicture[]
  readonly seed: number
  /** The number of the first case. */
  readonly from: number
  /** No case begins that has this number, or later than so many seconds after the first. */
  readonly to: number
  readonly seconds: number
  /** Called for every case that deserves a look. */
  onFind(fuzzCase: FuzzCase, verdict: Verdict): void
}

/**
 * Sends changed pictures through isolated engines, as servers do, one at a time through each engine. Whatever escapes the
 * engine's promise ends the process, as it would end a server.
 * @returns how often each way to end was seen, by engine
 */
export async function fuzz(options: FuzzOptions): Promise<Map<string, number>> {
  const { pictures, seed, from, to, seconds, onFind } = options
  const until = performance.now() + seconds * 1000
  const counts = new Map<string, number>()

  const lane = async (turn: number) => {
    const name = ENGINES[turn] ?? 'accelerated'
    const limits = { ...limitSettings.read({}), engine: name, engineSlots: 1 }
    const engine = createEngine(limits)
    for (let number = from; number < to && performance.now() < until; number++) {
      if (number % ENGINES.length !== turn) continue
      const fuzzCase = buildCase(pictures, seed, number)
      const verdict = await judge(engine, fuzzCase, PASSES * limits.engineTimeoutMs + GRACE_MS)
      const key = `${name}: ${verdict.words}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (deservesLook(verdict)) onFind(fuzzCase, verdict)
    }
    await engine.close()
  }
  await Promise.all(ENGINES.map((_, turn) => lane(turn)))
  return counts
}
