import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Answer } from './answer.ts'
import { createPace } from './pace.ts'

const ok: Answer = { kind: 'answered', status: 200, body: '' }
const busy = (retryAfterMs: number): Answer => ({ kind: 'answered', status: 429, body: '', retryAfterMs })
const { signal } = new AbortController()

/** A function with a number of places that refuses what comes when all are taken. */
function createFunction(places: number) {
  let taken = 0
  let refused = 0
  const invoke = async (): Promise<Answer> => {
    if (taken >= places) {
      refused++
      return busy(0)
    }
    taken++
    await new Promise((resolve) => setTimeout(resolve, 1))
    taken--
    return ok
  }
  return { invoke, refused: () => refused }
}

describe('the pace', () => {
  it('finds out how many places a function has, with few refusals', async () => {
    const pace = createPace(Date.now)
    const target = createFunction(2)
    await Promise.all(Array.from({ length: 400 }, () => pace.run(target.invoke, signal)))
    assert.ok(pace.limit <= 3, `the limit is ${pace.limit}`)
    assert.ok(target.refused() < 40, `${target.refused()} of 400 were refused`)
  })

  it('grows as long as nothing is refused', async () => {
    const pace = createPace(Date.now)
    const target = createFunction(1000)
    await Promise.all(Array.from({ length: 400 }, () => pace.run(target.invoke, signal)))
    assert.ok(pace.limit > 50, `the limit is ${pace.limit}`)
    assert.equal(target.refused(), 0)
  })

  it('leaves a function alone that refuses although nothing else is in flight', async () => {
    let now = 0
    const pace = createPace(() => now)
    await pace.run(async () => busy(20), signal)
    let called = false
    const next = pace.run(async () => {
      called = true
      return ok
    }, signal)
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(called, false)
    now = 20
    await next
    assert.equal(called, true)
  })

  it('never falls below one at a time, and does not take an outage for a refusal', async () => {
    const pace = createPace(() => 0)
    await pace.run(async () => busy(0), signal)
    assert.equal(pace.limit, 1)
    await pace.run(async () => ({ kind: 'timed-out' }), signal)
    assert.equal(pace.limit, 1)
  })
})
