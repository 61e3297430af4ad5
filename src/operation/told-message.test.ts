import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestedEvent, someDeadLetter, someDelivery } from '../../test/operations.ts'
import type { Command } from './command.ts'
import { toEvents } from './event.ts'
import type { Operation } from './operation.ts'
import { decide, evolve } from './state-machine.ts'

const queued = evolve(undefined, { ...requestedEvent(), at: 0 })
const claim = { type: 'claim', worker: 'a', leaseMs: 100, maxAttempts: 2 } as const

function happensIn(operation: Operation, command: Command, now: number) {
  const decision = decide(operation, command, now)
  assert.ok('happens' in decision, JSON.stringify(decision))
  return decision.happens
}

const after = (operation: Operation, command: Command, now: number): Operation =>
  toEvents(operation, happensIn(operation, command, now), now).reduce(evolve, operation)

describe('what is told of a message', () => {
  it('says of a claim where its message stood, also when the connector told nothing of the dispatch', () => {
    const { dispatch, ...place } = someDelivery
    const published = after(queued, { type: 'publish', position: place }, 5)
    assert.deepEqual(decide(published, { ...claim, delivery: place }, 10), {
      happens: [{ type: 'claimed', attempt: 1, worker: 'a', leaseUntil: 110, delivery: place }],
    })
    const told = { ...dispatch, toldAt: 7 }
    assert.deepEqual(decide(published, { ...claim, delivery: { ...place, dispatch: told } }, 10), {
      happens: [
        { type: 'dispatched', connector: 'host:1', invocation: 2, delivery: place, at: 7 },
        { type: 'claimed', attempt: 1, worker: 'a', leaseUntil: 110 },
      ],
    })
  })

  it('learns of a message that nobody recorded from who brings it: not before the request, not behind the dispatch', () => {
    const { dispatch, ...place } = someDelivery
    const told = (writtenAt: number, toldAt: number) => ({ ...place, writtenAt, dispatch: { ...dispatch, toldAt } })
    const timesOf = (command: Command) =>
      toEvents(queued, happensIn(queued, command, 20), 20).map(({ type, at }) => [type, at])
    for (const [writtenAt, toldAt, published, dispatched] of [
      [5, 7, 5, 7],
      [7, 5, 7, 7],
      [-1, 7, 0, 7],
      [99, 99, 20, 20],
    ] as const) {
      assert.deepEqual(timesOf({ ...claim, delivery: told(writtenAt, toldAt) }), [
        ['published', published],
        ['dispatched', dispatched],
        ['claimed', 20],
      ])
      const { dispatch: _, writtenAt: __, ...delivery } = told(writtenAt, toldAt)
      assert.deepEqual(timesOf({ ...someDeadLetter, type: 'dead-letter', delivery, writtenAt, toldAt }), [
        ['published', published],
        ['dead-lettered', dispatched],
      ])
    }
    assert.deepEqual(timesOf({ ...claim, delivery: place }), [
      ['published', 20],
      ['claimed', 20],
    ])
  })

  it('takes a message that comes again behind an attempt for the one of that attempt', () => {
    const released = after(after(queued, claim, 10), { type: 'end-lease', maxAttempts: 9, holderIsDead: true }, 20)
    assert.equal(released.publishedAt, null)
    const [happening] = happensIn(released, { ...claim, delivery: someDelivery }, 30)
    assert.equal(happening?.type, 'dispatched')
  })
})
