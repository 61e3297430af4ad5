import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { operationStage } from '../../test/operation-stage.ts'
import { hasCode } from '../errors/failure.ts'
import { transition } from './transition.ts'
import { createWaitForEnd } from './wait.ts'

const stage = operationStage()

const { signal: stop } = new AbortController()
const estimate = () => 0

describe('wait', () => {
  it('ends with the operation, for everybody who waits for it', async () => {
    const id = await stage.accept()
    const wait = createWaitForEnd({ store: stage.store, pollMs: 5, stop, estimate })
    const waiting = Promise.all([wait(id, 30_000), wait(id, 30_000)])
    await transition(stage.store, id, { type: 'erase' })
    await waiting
  })

  it('ends when the time is over, and at once without time or for an ended operation', async () => {
    const id = await stage.accept()
    const wait = createWaitForEnd({ store: stage.store, pollMs: 5, stop, estimate })
    await wait(id, 20)
    await wait(id, 0)
    await transition(stage.store, id, { type: 'erase' })
    await wait(id, 30_000)
  })

  it('does not wait for an ID that was never issued', async () => {
    const wait = createWaitForEnd({ store: stage.store, pollMs: 5, stop, estimate })
    await assert.rejects(wait('f'.repeat(32), 30_000), (error) => hasCode(error, 'operation-not-found'))
  })

  it('ends for everybody when the process stops', async () => {
    const id = await stage.accept()
    const stopping = new AbortController()
    const wait = createWaitForEnd({ store: stage.store, pollMs: 5, stop: stopping.signal, estimate })
    const waiting = Promise.all([wait(id, 30_000), wait(id, 30_000)])
    stopping.abort()
    await waiting
    await wait(id, 30_000)
  })
})
