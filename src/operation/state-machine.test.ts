import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { someDeadLetter, someDelivery } from '../../test/operations.ts'
import type { Command } from './command.ts'
import { type OperationEvent, toEvents } from './event.ts'
import { hasEnded, type Operation } from './operation.ts'
import { decide, evolve } from './state-machine.ts'

const options = { width: 10, height: 10, fit: 'fill', position: 'center', upright: true, format: 'png' } as const
const source = { digest: 'a'.repeat(64), format: 'png', width: 2, height: 2, bytes: 70 }
const result = { ...source, digest: 'b'.repeat(64), pixelDigest: 'c'.repeat(64) }
const timings = { waitMs: 0, decodeMs: 1, resizeMs: 1, encodeMs: 1, totalMs: 3 }
const position = { topic: 'resize-requests', partition: 0, offset: 0 }
const requested = { type: 'requested', operation: '0'.repeat(32), sequence: 1, at: 0, options, source } as const

/** Of a clock that nobody sets right. */
const someTime = fc.integer({ min: -3000, max: 3000 })

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'publish', position }),
  fc.record({
    type: fc.constant('claim' as const),
    worker: fc.constantFrom('a', 'b'),
    leaseMs: fc.integer({ min: 1, max: 50 }),
    maxAttempts: fc.constant(4),
    delivery: fc.oneof(
      fc.constant(position),
      someTime.map((toldAt) => ({ ...someDelivery, dispatch: { ...someDelivery.dispatch, toldAt } })),
    ),
  }),
  someTime.map((toldAt) => ({ type: 'dead-letter' as const, ...someDeadLetter, toldAt })),
  fc.record({
    type: fc.constant('complete' as const),
    attempt: fc.integer({ min: 0, max: 5 }),
    result: fc.constant(result),
    engine: fc.constant('engine'),
    timings: fc.constant(timings),
  }),
  fc.record({
    type: fc.constant('fail' as const),
    attempt: fc.integer({ min: 0, max: 5 }),
    error: fc.constant({ code: 'picture-malformed' as const }),
  }),
  fc.record({
    type: fc.constant('release' as const),
    attempt: fc.integer({ min: 0, max: 5 }),
    error: fc.constantFrom({ code: 'engine-crashed' as const }, { code: 'internal' as const }),
    maxAttempts: fc.constant(4),
    maxCrashes: fc.constant(2),
  }),
  fc.record({ type: fc.constant('end-lease' as const), maxAttempts: fc.constant(4), holderIsDead: fc.boolean() }),
  fc.constant<Command>({ type: 'give-up', deadlineMs: 200 }),
  fc.constant<Command>({ type: 'expire', retentionMs: 100 }),
  fc.constant<Command>({ type: 'erase' }),
)

const schedules = fc.array(fc.record({ command: commands, afterMs: fc.integer({ min: 0, max: 60 }) }), {
  maxLength: 40,
})

/** Runs a schedule and calls back with every step that happened. */
function run(
  schedule: { command: Command; afterMs: number }[],
  onStep: (before: Operation, command: Command, event: OperationEvent, after: Operation) => void,
): { operation: Operation; events: OperationEvent[] } {
  let operation = evolve(undefined, requested)
  let now = 0
  const events: OperationEvent[] = [requested]
  for (const { command, afterMs } of schedule) {
    now += afterMs
    const decision = decide(operation, command, now)
    if ('refused' in decision) continue
    for (const event of toEvents(operation, decision.happens, now)) {
      const after = evolve(operation, event)
      onStep(operation, command, event, after)
      operation = after
      events.push(event)
    }
  }
  return { operation, events }
}

/** 10,000 schedules; a failure prints the seed and the path that show it again. */
const runs = { numRuns: 10_000, verbose: 1 }

describe('the state machine under random schedules', () => {
  it('takes no step out of an ended state, but expiry and erasure', () => {
    const check = fc.property(schedules, (schedule) => {
      run(schedule, (before, _command, event) => {
        if (hasEnded(before.status))
          assert.ok(['expired', 'erased'].includes(event.type), `${before.status}: ${event.type}`)
      })
    })
    fc.assert(check, runs)
  })

  it('ends every operation at most once', () => {
    const check = fc.property(schedules, (schedule) => {
      const { events } = run(schedule, () => {})
      assert.ok(events.filter(({ type }) => type === 'completed' || type === 'failed').length <= 1)
    })
    fc.assert(check, runs)
  })

  it('lets nobody complete, fail or release but the holder of the claim', () => {
    const check = fc.property(schedules, (schedule) => {
      run(schedule, (before, command) => {
        if (command.type === 'complete' || command.type === 'fail' || command.type === 'release') {
          assert.equal(before.claim?.attempt, command.attempt)
        }
      })
    })
    fc.assert(check, runs)
  })

  it('never gives out an attempt twice, nor a claim while another one is valid', () => {
    const check = fc.property(schedules, (schedule) => {
      const attempts = new Set<number>()
      run(schedule, (before, _command, event) => {
        if (event.type !== 'claimed') return
        assert.ok(!attempts.has(event.attempt))
        attempts.add(event.attempt)
        assert.ok(before.claim === null || before.claim.leaseUntil <= event.at)
      })
    })
    fc.assert(check, runs)
  })

  it('records a dispatch with the claim that it led to, and what became of messages changes nothing else', () => {
    const check = fc.property(schedules, (schedule) => {
      const { events } = run(schedule, (before, command, event, after) => {
        if (event.type !== 'dispatched' && event.type !== 'dead-lettered') return
        assert.equal(event.type === 'dispatched', command.type === 'claim')
        assert.deepEqual({ ...after, revision: before.revision }, before)
      })
      for (const [index, { type, sequence, at }] of events.entries()) {
        const next = events[index + 1]
        if (type === 'dispatched') assert.ok(next?.type === 'claimed' && next.at >= at && !next.delivery, `${sequence}`)
      }
    })
    fc.assert(check, runs)
  })

  it('holds a claim exactly while it runs, and is the fold of its events', () => {
    const check = fc.property(schedules, (schedule) => {
      const { operation, events } = run(schedule, (_before, _command, _event, after) => {
        assert.equal(after.claim !== null, after.status === 'running')
        assert.equal(after.endedAt !== null, hasEnded(after.status))
      })
      const fold = events.reduce<Operation | undefined>(evolve, undefined)
      assert.deepEqual(fold, operation)
      assert.equal(operation.revision, events.length)
    })
    fc.assert(check, runs)
  })
})

describe('the state machine', () => {
  const queued = evolve(undefined, requested)
  const claim = { type: 'claim', worker: 'a', leaseMs: 100, maxAttempts: 2 } as const
  const happensIn = (operation: Operation, command: Command, now: number) => {
    const decision = decide(operation, command, now)
    assert.ok('happens' in decision, JSON.stringify(decision))
    return decision.happens
  }
  const after = (operation: Operation, command: Command, now: number): Operation =>
    toEvents(operation, happensIn(operation, command, now), now).reduce(evolve, operation)
  const running = after(queued, claim, 10)

  it('refuses a claim while the lease lasts, and gives the next attempt once it has run out', () => {
    assert.deepEqual(decide(running, claim, 109), { refused: 'claimed' })
    assert.equal(after(running, claim, 110).claim?.attempt, 2)
  })

  it('fails the operation when its attempts are used up', () => {
    const second = after(running, claim, 110)
    const failed = after(second, { type: 'end-lease', maxAttempts: 2, holderIsDead: false }, 210)
    assert.equal(failed.error?.code, 'attempts-exhausted')
  })

  it('queues a released operation again, with a message due', () => {
    const error = { code: 'engine-crashed' } as const
    const released = after(running, { type: 'release', attempt: 1, error, maxAttempts: 9, maxCrashes: 2 }, 20)
    assert.deepEqual([released.status, released.publishedAt, released.crashes], ['queued', null, 1])
  })

  it('fails an operation whose engine crashed once too often, with that reason', () => {
    const error = { code: 'engine-crashed' } as const
    const failed = after(running, { type: 'release', attempt: 1, error, maxAttempts: 9, maxCrashes: 1 }, 20)
    assert.deepEqual([failed.status, failed.error], ['failed', error])
  })

  it('takes a claim from a holder that is known to be dead, before the lease has run out', () => {
    assert.equal(after(running, { type: 'end-lease', maxAttempts: 9, holderIsDead: true }, 11).status, 'queued')
  })

  it('forgets what identifies the pictures when it is erased', () => {
    const erased = after(running, { type: 'erase' }, 30)
    assert.deepEqual([erased.status, erased.source, erased.result, erased.claim], ['expired', null, null, null])
    assert.deepEqual(decide(erased, { type: 'erase' }, 31), { refused: 'erased' })
  })
})
