import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Failure } from '../../src/errors/failure.ts'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { Engine, ResizeRequest } from '../../src/picture/engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { readCorpus, skip } from './corpus.ts'

const TIMES = 20
const wish: ResizeRequest = { width: 64, height: 48, fit: 'inside', upright: true, format: 'png' }

describe('a corpus of pictures, again and again', { skip }, () => {
  let engine: Engine
  before(() => {
    engine = createEngine(limitSettings.read({}))
  })
  after(() => engine.close())

  it(`ends in the same way with the same bytes all ${TIMES} times`, async () => {
    const changing: string[] = []
    for (const { file, bytes } of readCorpus()) {
      const source = bytes()
      const ends = await Promise.all(Array.from({ length: TIMES }, () => endOf(source)))
      if (new Set(ends).size > 1) changing.push(`${file}: ${[...new Set(ends)].join(', ')}`)
    }
    assert.deepEqual(changing, [])
  })

  /** The code of the refusal, or the digest of the result. */
  async function endOf(source: Buffer): Promise<string> {
    try {
      const { bytes } = await engine.resize(source, wish)
      return createHash('sha256').update(bytes).digest('hex')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return error.code
    }
  }
})
