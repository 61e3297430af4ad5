import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { requestedEvent, someDeadLetter, someFacts, someResult, someTimings } from '../../../test/operations.ts'
import type { Happening, OperationEvent } from '../../operation/event.ts'
import { spansOf, stepsOf } from './steps-of.ts'
import { toMermaid } from './to-mermaid.ts'
import { toText } from './to-text.ts'

const place = { topic: 'requests', partition: 1, offset: 7 }
const { toldAt: _, ...letter } = someDeadLetter
const happenings: Happening[] = [
  { type: 'published', position: place },
  { type: 'claimed', attempt: 1, worker: 'w', leaseUntil: 0, delivery: place },
  { type: 'dispatched', connector: 'c', invocation: 2, delivery: place, at: 0 },
  { type: 'claimed', attempt: 1, worker: 'w', leaseUntil: 0 },
  { type: 'retried', attempt: 1, error: { code: 'engine-crashed' } },
  { type: 'completed', attempt: 1, result: { ...someResult, bytes: 900 }, engine: 'e', timings: someTimings },
  { type: 'failed', attempt: 0, error: { code: 'operation-failed' } },
  { type: 'dead-lettered', ...letter, at: 0 },
  { type: 'expired' },
  { type: 'erased' },
]

function historyOf(...following: Happening[]): OperationEvent[] {
  const requested = { ...requestedEvent(), source: { ...someFacts, bytes: 1200 } }
  const { operation, at } = requested
  return [
    requested,
    ...following.map((happening, index) => ({
      ...happening,
      operation,
      sequence: index + 2,
      at: at + 10 * (index + 1),
    })),
  ]
}

const histories = fc.array(fc.constantFrom(...happenings), { maxLength: 30 }).map((them) => historyOf(...them))

test('every event is one step, in its order, and shows where it happened', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const steps = stepsOf(events)
      assert.deepEqual(
        steps.map(({ sequence, title, at }) => ({ sequence, title, at })),
        events.map(({ sequence, type, at }) => ({ sequence, title: type, at })),
      )
      for (const { moves, marks } of steps) assert.ok(moves.length + marks.length > 0)
    }),
  )
})

test('only bytes that an event tells are drawn', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const told = events.flatMap((event) => {
        if (event.type === 'requested') return event.source.bytes
        return event.type === 'completed' ? event.result.bytes : []
      })
      const drawn = stepsOf(events).flatMap(({ moves }) => moves.flatMap(({ bytes }) => bytes ?? []))
      assert.deepEqual(drawn, told)
    }),
  )
})

test('a message comes to the worker through the connector that told of it', () => {
  const dispatched: Happening = { type: 'dispatched', connector: 'c', invocation: 2, delivery: place, at: 0 }
  const [, brought, claimed] = stepsOf(
    historyOf(dispatched, { type: 'claimed', attempt: 1, worker: 'w', leaseUntil: 0 }),
  )
  assert.equal(brought?.detail, 'partition 1, offset 7, invocation 2')
  assert.deepEqual(brought?.moves, [
    { from: 'topic', to: 'connector', what: 'message', bytes: undefined, gap: undefined },
    { from: 'connector', to: 'worker', what: 'invocation', bytes: undefined, gap: undefined },
  ])
  assert.deepEqual(claimed?.moves, [{ from: 'worker', to: 'store', what: 'claim', bytes: undefined, gap: undefined }])
})

test('a message that was given up goes back to the topics, with what its last answer was', () => {
  const [, dead] = stepsOf(historyOf({ type: 'dead-lettered', ...letter, at: 0 }))
  assert.equal(dead?.title, 'dead-lettered')
  assert.equal(dead?.detail, 'partition 1, offset 7, attempts-exhausted with 500, invocation 5')
  assert.deepEqual(dead?.moves, [
    { from: 'connector', to: 'topic', what: 'dead letter', bytes: undefined, gap: undefined },
  ])
})

test('a message comes to the worker through a connector that nobody has recorded', () => {
  const [, claimed] = stepsOf(historyOf({ type: 'claimed', attempt: 1, worker: 'w', leaseUntil: 0, delivery: place }))
  assert.deepEqual(claimed?.moves, [
    { from: 'topic', to: 'worker', what: 'message of partition 1, offset 7', bytes: undefined, gap: 'connector' },
    { from: 'worker', to: 'store', what: 'claim', bytes: undefined, gap: undefined },
  ])
})

test('an attempt lasts until it ends or is taken over; the last one may go on', () => {
  const claim = (attempt: number): Happening => ({ type: 'claimed', attempt, worker: 'w', leaseUntil: 0 })
  const retried: Happening = { type: 'retried', attempt: 2, error: { code: 'engine-crashed' } }
  assert.deepEqual(spansOf(historyOf(claim(1), claim(2), retried, claim(3))), [
    { lane: 'worker', what: 'attempt 1', from: 2, to: 3, ms: 10 },
    { lane: 'worker', what: 'attempt 2', from: 3, to: 4, ms: 10 },
    { lane: 'worker', what: 'attempt 3', from: 5, to: undefined, ms: undefined },
  ])
})

test('as a diagram of Mermaid: every move an arrow, a gap a dotted one', () => {
  const text = toMermaid(stepsOf(historyOf(...happenings.slice(0, 2))))
  assert.match(text, /^sequenceDiagram\n {2}participant client\n/)
  assert.match(text, /\n {2}client->>submit: source \(1200 bytes\)\n {2}submit->>store: operation and source\n/)
  assert.match(text, /\n {2}note over topic,store: published, partition 1, offset 7, \+10 ms\n/)
  assert.match(text, /\n {2}topic-->>worker: message of partition 1, offset 7\n {2}worker->>store: claim\n/)
})

test('in a terminal: a line for each move, from lane to lane', () => {
  const [requested, published, claimed] = stepsOf(historyOf(...happenings.slice(0, 2))).map(toText)
  assert.equal(
    requested,
    [
      '+0 ms  requested: PNG, 4 × 3',
      '●──────────▶          ·          ·          ·          ·  source, 1200 bytes',
      '·          ●───────────────────────────────────────────▶  operation and source',
    ].join('\n'),
  )
  assert.equal(published?.split('\n')[1], '·          ·          ●          ·          ·          ●')
  assert.equal(
    claimed?.split('\n')[1],
    '·          ·          ●┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄▶          ·  message of partition 1, offset 7',
  )
})
