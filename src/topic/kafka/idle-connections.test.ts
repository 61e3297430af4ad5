import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'
import { quietIdleConnections } from './idle-connections.ts'

interface Queue {
  pending: unknown[]
  throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
  scheduleCheckPendingRequests(): void
}

const queueWith = (pending: unknown[]): Queue =>
  Object.assign(Object.create(RequestQueue.prototype), {
    pending,
    // In the future, so that the original does not ask for a timer in the past, which Node warns of.
    throttledUntil: Date.now() + 60_000,
    throttleCheckTimeoutId: null,
    checkPendingRequests() {},
  })

/** Whether a check is scheduled; its timer is taken back. */
const schedules = (queue: Queue): boolean => {
  queue.scheduleCheckPendingRequests()
  const isScheduled = queue.throttleCheckTimeoutId !== null
  clearTimeout(queue.throttleCheckTimeoutId ?? undefined)
  return isScheduled
}

describe('idle connections of kafkajs', () => {
  it('are the ones of the version that the patch was written for', () => {
    const manifest = createRequire(import.meta.url).resolve('kafkajs/package.json')
    assert.equal(JSON.parse(readFileSync(manifest, 'utf8')).version, '2.2.4')
  })

  it('wake up for nothing without the patch, and only for pending requests with it', () => {
    assert.ok(schedules(queueWith([])), 'the patch is no longer needed')
    quietIdleConnections()
    assert.ok(!schedules(queueWith([])))
    assert.ok(schedules(queueWith([{}])))
  })
})
