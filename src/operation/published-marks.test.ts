import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logger } from '../../test/logger.ts'
import { operationStage } from '../../test/operation-stage.ts'
import { someDelivery } from '../../test/operations.ts'
import { createPublishedMarks } from './published-marks.ts'
import { findOperation, transition } from './transition.ts'

const stage = operationStage()
const position = { topic: 'requests', partition: 1, offset: 7 }
const claim = { type: 'claim', worker: 'w', leaseMs: 1_000, maxAttempts: 3, delivery: someDelivery } as const

describe('the mark of a message', () => {
  const history = async (id: string) => (await stage.store.readEvents(id)).map(({ type, at }) => ({ type, at }))
  const types = async (id: string) => (await history(id)).map(({ type }) => type)

  it('stands with the time of the message, not with that of its writing', async () => {
    const marks = createPublishedMarks({ store: stage.store, logger })
    const id = await stage.accept(60_000)
    const { operation } = await findOperation(stage.store, id)
    const at = operation.requestedAt + 5
    marks.mark({ operation, now: at }, position)
    await marks.flush()
    assert.deepEqual((await history(id)).at(-1), { type: 'published', at })
    assert.equal((await stage.find(id)).publishedAt, at)
  })

  it('is written a while later by itself', async () => {
    const marks = createPublishedMarks({ store: stage.store, logger })
    const id = await stage.accept()
    const found = await findOperation(stage.store, id)
    marks.mark(found, position)
    assert.deepEqual(await types(id), ['requested'])
    const deadline = performance.now() + 10_000
    while ((await types(id)).length < 2 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.deepEqual(await types(id), ['requested', 'published'])
  })

  it('is not written behind a claim, which has recorded the message, nor for what is gone', async () => {
    const marks = createPublishedMarks({ store: stage.store, logger })
    const id = await stage.accept()
    const found = await findOperation(stage.store, id)
    marks.mark(found, position)
    marks.mark({ ...found, operation: { ...found.operation, id: 'f'.repeat(32) } }, position)
    await transition(stage.store, id, claim)
    const claimed = await history(id)
    await marks.flush()
    assert.deepEqual(await history(id), claimed)
    assert.deepEqual(await types(id), ['requested', 'published', 'dispatched', 'claimed'])
  })

  it('is lost when the store is away: the sweep writes another message then', async () => {
    const away = { ...stage.store, findRevisions: async () => Promise.reject(new Error('away')) }
    const marks = createPublishedMarks({ store: away, logger })
    const id = await stage.accept()
    marks.mark(await findOperation(stage.store, id), position)
    await marks.flush()
    await marks.flush()
    assert.deepEqual(await types(id), ['requested'])
  })
})
