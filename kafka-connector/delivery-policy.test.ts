import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Answer } from './answer.ts'
import { countAnswer, decide } from './delivery-policy.ts'

const rules = { maxAttempts: 3, retryDelaysMs: [10, 50, 200], isDeadLetter: false }
const answered = (status: number, retryAfterMs?: number): Answer => ({
  kind: 'answered',
  status,
  body: '',
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

describe('the delivery policy', () => {
  it('makes no dead letter of a dead letter: every answer but 2xx is retried, with growing delay, for ever', () => {
    const ofDeadLetters = { ...rules, isDeadLetter: true }
    for (let status = 300; status < 600; status += 1) {
      for (const [errors, delayMs] of [10, 50, 200, 200].entries()) {
        const decision = decide(answered(status), { attempts: errors + 1, errors }, ofDeadLetters)
        assert.deepEqual(decision, { kind: 'retry', delayMs }, String(status))
      }
    }
    assert.deepEqual(decide(answered(204), { attempts: 1, errors: 0 }, ofDeadLetters), { kind: 'commit' })
  })

  it('decides by every status, at the first attempt and after many', () => {
    const table = [
      { from: 200, to: 299, first: 'commit', many: 'commit' },
      { from: 300, to: 428, first: 'dead-letter', many: 'dead-letter' },
      { from: 429, to: 429, first: 'retry', many: 'retry' },
      { from: 430, to: 499, first: 'dead-letter', many: 'dead-letter' },
      { from: 500, to: 501, first: 'retry', many: 'dead-letter' },
      { from: 502, to: 504, first: 'retry', many: 'retry' },
      { from: 505, to: 599, first: 'retry', many: 'dead-letter' },
    ]
    const statuses = table.flatMap(({ from, to, ...expected }) =>
      Array.from({ length: to - from + 1 }, (_, index) => ({ status: from + index, ...expected })),
    )
    assert.equal(statuses.length, 400)
    for (const { status, first, many } of statuses) {
      const answer = answered(status)
      let tally = countAnswer({ attempts: 0, errors: 0 }, answer)
      assert.equal(decide(answer, tally, rules).kind, first, `${status} at first`)
      while (tally.attempts < 20) tally = countAnswer(tally, answer)
      assert.equal(decide(answer, tally, rules).kind, many, `${status} after many`)
    }
  })

  it('retries without a limit what found nobody', () => {
    const answers: Answer[] = [{ kind: 'timed-out' }, { kind: 'unreachable', reason: 'ECONNREFUSED' }]
    for (const answer of answers) {
      assert.deepEqual(decide(answer, { attempts: 1000, errors: 2 }, rules), { kind: 'retry', delayMs: 200 })
    }
  })

  it('says why a message is a dead letter', () => {
    assert.deepEqual(decide(answered(404), { attempts: 1, errors: 0 }, rules), {
      kind: 'dead-letter',
      reason: 'refused',
    })
    assert.deepEqual(decide(answered(500), { attempts: 3, errors: 3 }, rules), {
      kind: 'dead-letter',
      reason: 'attempts-exhausted',
    })
  })

  it('counts only errors against the attempts: an outage does not use them up', () => {
    let tally = { attempts: 0, errors: 0 }
    for (let call = 0; call < 20; call++) tally = countAnswer(tally, answered(503))
    tally = countAnswer(tally, answered(500))
    assert.deepEqual(tally, { attempts: 21, errors: 1 })
    assert.equal(decide(answered(500), tally, rules).kind, 'retry')
  })

  it('waits longer with every attempt, and the last delay repeats', () => {
    const delays = [1, 2, 3, 4, 50].map((attempts) => decide(answered(503), { attempts, errors: 0 }, rules))
    assert.deepEqual(
      delays.map((decision) => decision.kind === 'retry' && decision.delayMs),
      [10, 50, 200, 200, 200],
    )
  })

  it('waits at least as long as Retry-After asks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 10 }), (retryAfterMs, attempts) => {
        const decision = decide(answered(429, retryAfterMs), { attempts, errors: 0 }, rules)
        assert.ok(decision.kind === 'retry')
        assert.equal(decision.delayMs, Math.max(retryAfterMs, rules.retryDelaysMs[Math.min(attempts, 3) - 1] ?? 0))
      }),
    )
  })
})
