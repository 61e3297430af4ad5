import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logger } from '../../test/logger.ts'
import { operationStage } from '../../test/operation-stage.ts'
import { someTimings } from '../../test/operations.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure, hasCode } from '../errors/failure.ts'
import type { Operation } from './operation.ts'
import type { Engine, Resized } from './ports.ts'
import { createResize } from './resize.ts'
import { transition } from './transition.ts'

const resized: Resized = {
  bytes: Buffer.from('result'),
  format: 'png',
  width: 10,
  height: 10,
  pixelDigest: 'c'.repeat(64),
  timings: someTimings,
}
const rules = { leaseMs: 60_000, maxAttempts: 5, maxCrashes: 2 }

const stage = operationStage()

describe('resize', () => {
  const engineThat = (resize: Engine['resize']): Engine => ({ fingerprint: 'test', resize })
  const failing = (code: ErrorCode) =>
    engineThat(async () => {
      throw new Failure(code, { detail: 'because' })
    })
  const ended: Operation[] = []
  const worker = (engine: Engine, more = {}) =>
    createResize({
      store: stage.store,
      engine,
      worker: 'w',
      rules: { ...rules, ...more },
      logger,
      inTurn: (work) => work(),
      onEnded: (one) => ended.push(one),
    })

  it('completes an operation with the engine’s result', async () => {
    const id = await stage.accept()
    assert.equal(await worker(engineThat(async () => resized))(id), 'completed')
    const operation = await stage.find(id)
    assert.deepEqual([operation.status, operation.result?.bytes, operation.engine], ['completed', 6, 'test'])
    assert.equal(ended.at(-1)?.id, id)
  })

  it('finds nothing to do when the message comes again', async () => {
    const id = await stage.accept()
    const resize = worker(engineThat(async () => resized))
    await resize(id)
    assert.equal(await resize(id), 'nothing-to-do')
  })

  it('fails a picture that can never be resized, with its reason', async () => {
    const id = await stage.accept()
    assert.equal(await worker(failing('picture-malformed'))(id), 'failed')
    assert.deepEqual((await stage.find(id)).error, { code: 'picture-malformed', detail: 'because' })
  })

  it('gives an operation back when the engine crashed, and fails it when that repeats', async () => {
    const id = await stage.accept()
    const resize = worker(failing('engine-crashed'))
    assert.equal(await resize(id), 'retry')
    assert.deepEqual([(await stage.find(id)).status, (await stage.find(id)).publishedAt], ['queued', null])
    assert.equal(await resize(id), 'failed')
    assert.equal((await stage.find(id)).error?.code, 'engine-crashed')
  })

  it('tries again for as long as the machine is too busy for it', async () => {
    const id = await stage.accept()
    const resize = worker(failing('engine-starved'))
    for (let attempt = 1; attempt < rules.maxAttempts; attempt += 1) assert.equal(await resize(id), 'retry')
    assert.equal(await resize(id), 'failed')
    assert.equal((await stage.find(id)).error?.code, 'engine-starved')
  })

  it('changes nothing when the claim was lost meanwhile', async () => {
    const id = await stage.accept()
    const slow = engineThat(async () => {
      await transition(stage.store, id, { type: 'end-lease', maxAttempts: 9, holderIsDead: true })
      await transition(stage.store, id, { type: 'claim', worker: 'other', leaseMs: 60_000, maxAttempts: 9 })
      return resized
    })
    assert.equal(await worker(slow)(id), 'nothing-to-do')
    assert.deepEqual([(await stage.find(id)).status, (await stage.find(id)).claim?.worker], ['running', 'other'])
  })

  it('keeps its lease for as long as the engine works', async () => {
    const id = await stage.accept()
    const slow = engineThat(async () => {
      await new Promise((resolve) => setTimeout(resolve, 900))
      const due = await stage.store.findDue({ kind: 'lease-ended', holderIsDead: false }, 10)
      assert.deepEqual(due, [])
      return resized
    })
    assert.equal(await worker(slow, { leaseMs: 600 })(id), 'completed')
  })

  it('finds nothing to do for an erased operation, also when it is erased in the middle', async () => {
    const id = await stage.accept()
    const erasing = engineThat(async () => {
      await transition(stage.store, id, { type: 'erase' })
      return resized
    })
    assert.equal(await worker(erasing)(id), 'nothing-to-do')
    assert.equal(await stage.store.readPicture(id, 'result'), undefined)
    assert.equal(await worker(erasing)(id), 'nothing-to-do')
  })

  it('does not know an ID that was never issued', async () => {
    const resize = worker(engineThat(async () => resized))
    for (const id of ['f'.repeat(32), 'x', '']) {
      await assert.rejects(resize(id), (error) => hasCode(error, 'operation-not-found'))
    }
  })
})
