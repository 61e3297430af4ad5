import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCloudEvent } from '../../functions/cloud-event.ts'
import type { OperationEvent } from '../../src/operation/event.ts'
import { toEvents } from '../../src/playback/watch/told-events.ts'
import { requestedEvent, someDeadLetter, someResult, someTimings } from '../../test/operations.ts'
import { operationOf } from './events.ts'

test('the page folds the same operation out of what the service tells', () => {
  const requested = requestedEvent()
  const next = { operation: requested.operation, at: requested.at + 5 }
  const events: OperationEvent[] = [
    requested,
    { ...next, type: 'published', sequence: 2, position: { topic: 't', partition: 1, offset: 7 } },
    { ...someDeadLetter, ...next, type: 'dead-lettered', sequence: 3 },
    { ...next, type: 'dispatched', sequence: 4, connector: 'c', invocation: 1, delivery: someDeadLetter.delivery },
    { ...next, type: 'claimed', sequence: 5, attempt: 1, worker: 'w', leaseUntil: requested.at + 30_000 },
    { ...next, type: 'completed', sequence: 6, attempt: 1, result: someResult, engine: 'e', timings: someTimings },
  ]
  const told = JSON.parse(JSON.stringify(events.map(toCloudEvent)))
  assert.deepEqual(toEvents(told), events)
  assert.equal(operationOf(toEvents(told.slice(0, 5)))?.claim?.leaseUntil, requested.at + 30_000)
  assert.equal(operationOf(toEvents(told))?.status, 'completed')
  assert.equal(operationOf([]), undefined)
})
