import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { ResizeRequest } from '../../src/picture/engine.ts'
import { type Limits, limitSettings } from '../../src/picture/limits.ts'
import { PATTERN_SIDE, patternPictures, showsPattern } from './canary-pattern.ts'
import { feedLeakPictures, LARGE_RESULTS } from './leak-pictures.ts'

const wholeSize: ResizeRequest = {
  width: PATTERN_SIDE,
  height: PATTERN_SIDE,
  fit: 'fill',
  upright: true,
  format: 'png',
}

/**
 * Decoders that do not fill all of their pixels show what lay in memory before: another user's picture. Here memory is
 * full of a pattern, and the pattern must not come out.
 */
describe('memory that was used before', () => {
  for (const engine of ['accelerated', 'pure-js'] as const) {
    it(`does not show in pictures with too little data, from the isolated ${engine} engine`, async () => {
      const limits = { ...limitSettings.read(LARGE_RESULTS), engine, engineSlots: 1 }
      const isolated = createEngine(limits)
      try {
        for (const picture of await patternPictures()) {
          const { bytes } = await isolated.resize(picture, wholeSize)
          assert.ok(await showsPattern(bytes), 'the pattern is not seen where it is')
        }
        assert.deepEqual(await feedLeakPictures(isolated, limits), [])
      } finally {
        await isolated.close()
      }
    })

    it(`nor from the ${engine} engine in a process that does not clear its buffers`, async () => {
      assert.deepEqual(await inUnclearedProcess(engine), { isExposed: true, leaks: [] })
    })
  }
})

/** The names of leak pictures whose results show the pattern, and whether a decoder could have shown it. */
async function inUnclearedProcess(engine: Limits['engine']): Promise<unknown> {
  const program = join(import.meta.dirname, 'uncleared-process.ts')
  const child = fork(program, [engine], {
    execArgv: ['--expose-gc', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [found] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[]
  child.kill('SIGKILL')
  return found
}
