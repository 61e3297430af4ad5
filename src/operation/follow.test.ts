import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { operationStage } from '../../test/operation-stage.ts'
import { someResult, someTimings } from '../../test/operations.ts'
import { Failure } from '../errors/failure.ts'
import { createFollow } from './follow.ts'
import type { OperationStore } from './ports.ts'
import { transition } from './transition.ts'
import { createWaitForChange } from './wait.ts'

const stage = operationStage()
const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const
const FOREVER = 30_000

function follower(stop: AbortSignal = new AbortController().signal, store: OperationStore = stage.store) {
  const waitForChange = createWaitForChange({ store, pollMs: 2, stop })
  return createFollow({ store: stage.store, waitForChange, quietMs: 10, stop })
}

/** The sequence numbers that were told, and how often it was told that nothing happened. */
async function told(following: ReturnType<ReturnType<typeof createFollow>>) {
  const batches: { sequence: number }[][] = []
  for await (const events of following) batches.push(events)
  const quiet = batches.filter((events) => events.length === 0).length
  return { sequences: batches.flat().map(({ sequence }) => sequence), quiet }
}

describe('following an operation', () => {
  it('tells what was, then what happens, up to its end', async () => {
    const id = await stage.accept()
    const following = told(follower()(id, 0, FOREVER))
    await transition(stage.store, id, claim)
    await transition(stage.store, id, complete)
    assert.deepEqual((await following).sequences, [1, 2, 3])
  })

  it('goes on behind a sequence number, also behind the last one', async () => {
    const id = await stage.accept()
    await transition(stage.store, id, { type: 'erase' })
    assert.deepEqual((await told(follower()(id, 1, FOREVER))).sequences, [2])
    assert.deepEqual((await told(follower()(id, 2, FOREVER))).sequences, [])
  })

  it('tells that nothing happens, and ends when its time is over', async () => {
    const { sequences, quiet } = await told(follower()(await stage.accept(), 0, 60))
    assert.deepEqual(sequences, [1])
    assert.ok(quiet >= 2, `${quiet} times`)
  })

  it('ends for everybody when the process stops', async () => {
    const id = await stage.accept()
    const stopping = new AbortController()
    const follow = follower(stopping.signal)
    const following = [follow(id, 1, FOREVER), follow(id, 0, FOREVER)].map(told)
    stopping.abort()
    await Promise.all(following)
  })

  it('asks once for all that are followed, and again when the store cannot answer', async () => {
    const asked: number[] = []
    const store: OperationStore = {
      ...stage.store,
      async findRevisions(ids) {
        asked.push(ids.length)
        if (asked.length === 1) throw new Failure('store-unavailable')
        return stage.store.findRevisions(ids)
      },
    }
    const ids = [await stage.accept(), await stage.accept(), await stage.accept()]
    const follow = follower(undefined, store)
    const following = ids.map((id) => told(follow(id, 0, FOREVER)))
    while (asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 2))
    for (const id of ids) await transition(stage.store, id, { type: 'erase' })
    for (const { sequences } of await Promise.all(following)) assert.deepEqual(sequences, [1, 2])
    assert.equal(Math.max(...asked), 3)
  })
})
