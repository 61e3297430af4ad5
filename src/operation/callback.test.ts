import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { logger } from '../../test/logger.ts'
import { requestedEvent } from '../../test/operations.ts'
import { openSqliteStores } from '../store/sqlite.ts'
import type { Stores } from '../store/stores.ts'
import { createMakeCallbacks, type Notify, nextTryAfter, type RetryRules } from './callback.ts'
import { transition } from './transition.ts'

const url = 'https://example.com/'
const hasty = { timeoutMs: 1, retryAfterMs: 0, maxTries: 3 }
const usual = { timeoutMs: 5000, retryAfterMs: 15_000, maxTries: 10 }

describe('making callbacks', () => {
  let stores: Stores
  beforeEach(() => {
    stores = openSqliteStores(':memory:')
  })
  afterEach(() => stores.operations.close())

  const endedOperation = async () => {
    const event = requestedEvent()
    await stores.operations.accept(event, Buffer.from('abc'), undefined, url)
    await transition(stores.operations, event.operation, { type: 'give-up', deadlineMs: 0 })
    return event.operation
  }
  const maker = (notify: Notify, rules: RetryRules = hasty) =>
    createMakeCallbacks({
      store: stores.operations,
      callbacks: stores.callbacks,
      notify,
      rules,
      clock: Date.now,
      stopTaking: new AbortController().signal,
      logger,
    })
  const fail: Notify = () => Promise.reject(new Error('no'))

  it('tells each of many ends once, also when several do it at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 70 }, endedOperation))
    const told: string[] = []
    const make = maker(async (to, { id, status }) => {
      assert.deepEqual([to, status], [url, 'failed'])
      told.push(id)
    }, usual)
    const rounds = await Promise.all([make(), make(), make()])
    assert.equal(
      rounds.map(({ delivered }) => delivered).reduce((sum, count) => sum + count),
      70,
    )
    assert.deepEqual(told.toSorted(), ids.toSorted())
    assert.deepEqual(await make(), { delivered: 0, failed: 0, abandoned: 0 })
  })

  it('tries again until it is told', async () => {
    await endedOperation()
    assert.deepEqual(await maker(fail)(), { delivered: 0, failed: 1, abandoned: 0 })
    await sleep(10)
    assert.deepEqual(await maker(async () => undefined)(), { delivered: 1, failed: 0, abandoned: 0 })
  })

  it('tells the end of one when that is all it is asked for', async () => {
    const [first, second] = [await endedOperation(), await endedOperation()]
    const told: string[] = []
    const make = maker(async (_, { id }) => void told.push(id))
    for (const id of [second, second, first]) await make(id)
    assert.deepEqual(told, [second, first])
  })

  it('gives up after so many tries', async () => {
    await endedOperation()
    const outcomes = []
    for (let round = 0; round < hasty.maxTries + 1; round += 1) {
      outcomes.push(await maker(fail)())
      await sleep(10)
    }
    assert.deepEqual(
      outcomes.map(({ failed, abandoned }) => [failed, abandoned]),
      [
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    )
  })

  it('tells nothing of what was erased', async () => {
    await transition(stores.operations, await endedOperation(), { type: 'erase' })
    assert.deepEqual(await maker(fail)(), { delivered: 0, failed: 0, abandoned: 1 })
    assert.deepEqual(await stores.callbacks.findDue(1), [])
  })

  it('waits longer after each try, up to a day, and never shorter than a try takes', () => {
    const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tries) => nextTryAfter(tries, usual) / 1000)
    assert.deepEqual(seconds, [15, 60, 240, 960, 3840, 15_360, 61_440, 86_400, 86_400])
    fc.assert(
      fc.property(fc.nat(30), fc.nat(10_000), fc.nat(86_400_000), (tries, timeoutMs, retryAfterMs) => {
        const wait = (after: number) => nextTryAfter(after + 1, { timeoutMs, retryAfterMs, maxTries: 30 })
        return wait(tries) >= 2 * timeoutMs && wait(tries) <= 86_400_000 && wait(tries) <= wait(tries + 1)
      }),
    )
  })
})
