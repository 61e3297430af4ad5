import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPolling } from './polling.ts'

const POLL_MS = 5
const LONG_MS = 60_000

/** A store that tells of what has happened, and keeps when it was asked for what. */
function stage({ answerMs = 0 } = {}) {
  const happened = new Set<string>()
  const asked: { ids: readonly string[]; at: number; answeredAt: number }[] = []
  const ask = async (ids: readonly string[]) => {
    const at = performance.now()
    if (answerMs > 0) await sleep(answerMs)
    asked.push({ ids, at, answeredAt: performance.now() })
    return new Map(ids.flatMap((id) => (happened.has(id) ? [[id, true] as const] : [])))
  }
  const poll = createPolling<boolean>({ ask, pollMs: POLL_MS, stop: new AbortController().signal })
  return {
    happened,
    asked,
    wait: (id: string, pauseMs = 0) => poll(id, () => true, { forMs: LONG_MS, pauseMs }),
  }
}

describe('polling', () => {
  it('asks for everybody at once, until each was told', async () => {
    const { happened, asked, wait } = stage()
    const both = Promise.all([wait('a'), wait('b')])
    happened.add('a').add('b')
    assert.deepEqual(await both, [true, true])
    assert.deepEqual(
      asked.map(({ ids }) => ids),
      [['a', 'b']],
    )
  })

  it('leaves a store that answers slowly four times as long in peace', async () => {
    const { happened, asked, wait } = stage({ answerMs: 30 })
    const waiting = wait('a')
    while (asked.length === 0) await sleep(1)
    happened.add('a')
    await waiting
    const [first, second] = asked
    assert.ok(first && second)
    // Timers may be a millisecond early.
    assert.ok(second.at - first.answeredAt >= 4 * (first.answeredAt - first.at) - 2)
  })

  it('does not ask before the pause of one who can wait, unless another cannot', async () => {
    const { happened, asked, wait } = stage()
    const startedAt = performance.now()
    const patient = wait('a', 100)
    happened.add('a')
    await patient
    assert.ok(performance.now() - startedAt >= 98)

    const nobodyHurries = wait('b', LONG_MS)
    happened.add('b').add('c')
    await wait('c')
    assert.equal(await nobodyHurries, true)
    assert.deepEqual(asked.at(-1)?.ids, ['b', 'c'])
  })
})
