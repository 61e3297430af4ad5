import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Answer } from './answer.ts'
import { createBreaker } from './breaker.ts'

const unreachable: Answer = { kind: 'unreachable', reason: 'ECONNREFUSED' }
const answered = (status: number): Answer => ({ kind: 'answered', status, body: '' })

function createStage(pauseAfter: number, probeDelaysMs: readonly number[]) {
  const changes: boolean[] = []
  const { signal } = new AbortController()
  const options = { pauseAfter, probeDelaysMs, random: () => 0, changed: (paused: boolean) => changes.push(paused) }
  const breaker = createBreaker(options)
  return { breaker, changes, answer: (answer: Answer) => breaker.run(async () => answer, signal) }
}

describe('the breaker', () => {
  it('pauses after so many unavailable answers in a row, and any other answer begins the count again', async () => {
    const { breaker, answer } = createStage(3, [1])
    const others = [answered(200), answered(500), answered(429), answered(404)]
    for (const other of others) {
      await answer(unreachable)
      await answer({ kind: 'timed-out' })
      await answer(other)
    }
    assert.equal(breaker.paused, false)
    for (const answerOf of [answered(502), answered(503), answered(504)]) await answer(answerOf)
    assert.equal(breaker.paused, true)
    breaker.stop()
  })

  it('lets one at a time try while it is paused, and everyone after the first success', async () => {
    const { breaker, changes, answer } = createStage(1, [1, 2, 3])
    await answer(unreachable)
    let running = 0
    let calls = 0
    const { signal } = new AbortController()
    const invoke = async (): Promise<Answer> => {
      calls++
      if (breaker.paused) assert.equal(++running, 1, 'one probe at a time')
      await new Promise((resolve) => setTimeout(resolve, 5))
      running = 0
      return calls < 4 ? unreachable : answered(200)
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => breaker.run(invoke, signal)))
    assert.equal(answers.filter((each) => each === unreachable).length, 3)
    assert.equal(breaker.paused, false)
    assert.deepEqual(changes, [true, false])
  })

  it('tries the next message at once when the time for a probe passed while nobody waited', async () => {
    const { breaker, answer } = createStage(1, [1, 600_000])
    await answer(unreachable)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await answer(answered(204))
    assert.equal(breaker.paused, false)
  })

  it('lets those go who no longer want to wait', async () => {
    const { breaker, answer } = createStage(1, [600_000])
    await answer(unreachable)
    const leaving = new AbortController()
    const waiting = breaker.run(async () => assert.fail('nothing is invoked'), leaving.signal)
    leaving.abort(new Error('leaving'))
    await assert.rejects(waiting, /leaving/)
    breaker.stop()
  })
})
