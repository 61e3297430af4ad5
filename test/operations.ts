import { randomBytes } from 'node:crypto'
import type { DeadLetter, Delivery, OperationEvent } from '../src/operation/event.ts'

/** Facts of a picture that nobody looks at. */
export const someFacts = { digest: 'a'.repeat(64), format: 'png', width: 4, height: 3, bytes: 3 }

/** Facts of a result, for tests that complete an operation without an engine. */
export const someResult = { ...someFacts, digest: 'b'.repeat(64), pixelDigest: 'c'.repeat(64) }

/** Timings of an engine that nobody measured. */
export const someTimings = { waitMs: 0, decodeMs: 1, resizeMs: 1, encodeMs: 1, totalMs: 3 }

/** Options with every default. */
export const someOptions = {
  width: 10,
  height: 10,
  fit: 'fill',
  position: 'center',
  upright: true,
  format: 'png',
} as const

/** A message that a connector brought, and what it told of that. */
export const someDelivery = {
  topic: 'requests',
  partition: 1,
  offset: 7,
  dispatch: { connector: 'host:1', invocation: 2, toldAt: 0 },
} satisfies Delivery

/** A message that a connector gave up. */
export const someDeadLetter: DeadLetter = {
  letter: { topic: 'requests.dead-letter', partition: 0, offset: 3 },
  delivery: { topic: 'requests', partition: 1, offset: 7 },
  function: 'resize-worker',
  invocations: 5,
  outcome: '500',
  reason: 'attempts-exhausted',
  toldAt: 0,
}

/** The beginning of a new operation, `ageMs` ago. */
export function requestedEvent(ageMs = 0): OperationEvent & { type: 'requested' } {
  return {
    type: 'requested',
    operation: randomBytes(16).toString('hex'),
    sequence: 1,
    at: Date.now() - ageMs,
    options: someOptions,
    source: someFacts,
  }
}
