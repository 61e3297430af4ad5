import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SMALL_MS } from '../../src/picture/next-in-turn.ts'
import { createTurns } from './turns.ts'

const LARGE_MS = 10 * SMALL_MS

/** Work that goes on until it is ended. */
function stage(places: { ordinary: number; express: number }) {
  const turns = createTurns(places)
  const running = new Map<string, () => void>()
  const begin = (name: string, costMs: number | Error) => {
    const work = () => new Promise<void>((resolve) => running.set(name, resolve))
    const cost = async () => {
      if (costMs instanceof Error) throw costMs
      return costMs
    }
    return turns.inTurn(work, cost)
  }
  const settle = () => new Promise(setImmediate)
  return {
    turns,
    begin,
    async running() {
      await settle()
      return [...running.keys()]
    },
    end(name: string) {
      running.get(name)?.()
      running.delete(name)
    },
  }
}

describe('turns', () => {
  it('let in as many as there are ordinary places, and a small one beside them', async () => {
    const { begin, running, end } = stage({ ordinary: 2, express: 1 })
    for (const name of ['a', 'b', 'c']) void begin(name, LARGE_MS)
    assert.deepEqual(await running(), ['a', 'b'])
    for (const name of ['s', 't']) void begin(name, SMALL_MS)
    assert.deepEqual(await running(), ['a', 'b', 's'])
    end('s')
    assert.deepEqual(await running(), ['a', 'b', 't'])
    end('a')
    assert.deepEqual(await running(), ['b', 't', 'c'])
  })

  it('ask what work costs only when it has to wait', async () => {
    const { begin, running, end } = stage({ ordinary: 1, express: 0 })
    void begin('a', new Error('not asked'))
    assert.deepEqual(await running(), ['a'])
    await assert.rejects(begin('b', new Error('asked')), /asked/)
    void begin('c', SMALL_MS)
    end('a')
    assert.deepEqual(await running(), ['c'])
  })

  it('give the place of work that failed to the next', async () => {
    const { turns, begin, running } = stage({ ordinary: 1, express: 0 })
    const failing = turns.inTurn(
      () => Promise.reject(new Error('failed')),
      async () => 0,
    )
    void begin('a', LARGE_MS)
    await assert.rejects(failing, /failed/)
    assert.deepEqual(await running(), ['a'])
  })

  it('can be given more places, and fewer', async () => {
    const { turns, begin, running, end } = stage({ ordinary: 1, express: 0 })
    for (const name of ['a', 'b', 'c']) void begin(name, LARGE_MS)
    assert.deepEqual(await running(), ['a'])
    turns.resize(2)
    assert.deepEqual(await running(), ['a', 'b'])
    turns.resize(1)
    end('a')
    assert.deepEqual(await running(), ['b'])
    end('b')
    assert.deepEqual(await running(), ['c'])
  })
})
