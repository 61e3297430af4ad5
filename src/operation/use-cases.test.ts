import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { pino } from 'pino'
import { requestedEvent, someOptions, someTimings } from '../../test/operations.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure, hasCode } from '../errors/failure.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import type { Operation } from './operation.ts'
import type { Engine, OperationStore, Resized } from './ports.ts'
import { createResize } from './resize.ts'
import { createSubmit } from './submit.ts'
import { createSweep } from './sweep.ts'
import { transition } from './transition.ts'
import { createWait } from './wait.ts'

const logger = pino({ level: 'silent' })
const source = Buffer.from('source')
const resized: Resized = {
  bytes: Buffer.from('result'),
  format: 'png',
  width: 10,
  height: 10,
  pixelDigest: 'c'.repeat(64),
  timings: someTimings,
}
const rules = { leaseMs: 60_000, maxAttempts: 5, maxCrashes: 2 }
const sweepRules = {
  unpublishedAfterMs: 5_000,
  republishAfterMs: 60_000,
  deadlineMs: 3_600_000,
  retentionMs: 86_400_000,
  maxAttempts: 5,
}

let store: OperationStore
let published: string[]
beforeEach(() => {
  store = openSqliteStore(':memory:')
  published = []
})
afterEach(() => store.close())

const publish = async (id: string) => {
  published.push(id)
  return { topic: 't', partition: 0, offset: published.length - 1 }
}
const topicIsDown = async () => {
  throw new Failure('topic-unavailable')
}
const find = async (id: string): Promise<Operation> => (await store.find(id))?.operation ?? assert.fail(`no ${id}`)
const accept = async (ageMs = 0) => {
  const event = requestedEvent(ageMs)
  await store.accept(event, source)
  return event.operation
}

describe('submit', () => {
  let ids = 0
  const newId = () => (++ids).toString(16).padStart(32, '0')
  const inspect = () => ({ format: 'png', width: 4, height: 3 })
  const submission = { source, options: someOptions }

  it('stores the operation, then publishes it', async () => {
    const { id, status } = await createSubmit({ store, publish, inspect, newId, logger })(submission)
    const operation = await find(id)
    assert.deepEqual([status, operation.status, published], ['queued', 'queued', [id]])
    assert.ok(operation.publishedAt !== null)
  })

  it('accepts although the topic is down: the sweep writes the message', async () => {
    const { id } = await createSubmit({ store, publish: topicIsDown, inspect, newId, logger })(submission)
    assert.equal((await find(id)).publishedAt, null)
    await createSweep({ store, publish, rules: { ...sweepRules, unpublishedAfterMs: 0 }, logger })()
    assert.deepEqual(published, [id])
  })

  it('stores nothing of a picture that is refused', async () => {
    const refuse = () => {
      throw new Failure('picture-malformed')
    }
    const submit = createSubmit({ store, publish, inspect: refuse, newId, logger })
    await assert.rejects(submit(submission), (error) => hasCode(error, 'picture-malformed'))
    assert.equal((await store.census()).byStatus.queued, 0)
  })

  it('gives the same operation for the same key and request, and refuses another request with that key', async () => {
    const submit = createSubmit({ store, publish, inspect, newId, logger })
    const first = await submit({ ...submission, idempotencyKey: 'k' })
    assert.deepEqual(await submit({ ...submission, idempotencyKey: 'k' }), first)
    const other = { source, options: { ...someOptions, width: 11 }, idempotencyKey: 'k' }
    await assert.rejects(submit(other), (error) => hasCode(error, 'idempotency-conflict'))
    assert.equal(published.length, 1)
  })
})

describe('resize', () => {
  const engineThat = (resize: Engine['resize']): Engine => ({ fingerprint: 'test', resize })
  const failing = (code: ErrorCode) =>
    engineThat(async () => {
      throw new Failure(code, { detail: 'because' })
    })
  const ended: Operation[] = []
  const worker = (engine: Engine, more = {}) =>
    createResize({
      store,
      engine,
      worker: 'w',
      rules: { ...rules, ...more },
      logger,
      onEnded: (one) => ended.push(one),
    })

  it('completes an operation with the engine’s result', async () => {
    const id = await accept()
    assert.equal(await worker(engineThat(async () => resized))(id), 'completed')
    const operation = await find(id)
    assert.deepEqual([operation.status, operation.result?.bytes, operation.engine], ['completed', 6, 'test'])
    assert.equal(ended.at(-1)?.id, id)
  })

  it('finds nothing to do when the message comes again', async () => {
    const id = await accept()
    const resize = worker(engineThat(async () => resized))
    await resize(id)
    assert.equal(await resize(id), 'nothing-to-do')
  })

  it('fails a picture that can never be resized, with its reason', async () => {
    const id = await accept()
    assert.equal(await worker(failing('picture-malformed'))(id), 'failed')
    assert.deepEqual((await find(id)).error, { code: 'picture-malformed', detail: 'because' })
  })

  it('gives an operation back when the engine crashed, and fails it when that repeats', async () => {
    const id = await accept()
    const resize = worker(failing('engine-crashed'))
    assert.equal(await resize(id), 'retry')
    assert.deepEqual([(await find(id)).status, (await find(id)).publishedAt], ['queued', null])
    assert.equal(await resize(id), 'failed')
    assert.equal((await find(id)).error?.code, 'engine-crashed')
  })

  it('changes nothing when the claim was lost meanwhile', async () => {
    const id = await accept()
    const slow = engineThat(async () => {
      await transition(store, id, { type: 'end-lease', maxAttempts: 9, holderIsDead: true })
      await transition(store, id, { type: 'claim', worker: 'other', leaseMs: 60_000, maxAttempts: 9 })
      return resized
    })
    assert.equal(await worker(slow)(id), 'nothing-to-do')
    assert.deepEqual([(await find(id)).status, (await find(id)).claim?.worker], ['running', 'other'])
  })

  it('keeps its lease for as long as the engine works', async () => {
    const id = await accept()
    const slow = engineThat(async () => {
      await new Promise((resolve) => setTimeout(resolve, 900))
      const due = await store.findDue({ kind: 'lease-ended', holderIsDead: false }, 10)
      assert.deepEqual(due, [])
      return resized
    })
    assert.equal(await worker(slow, { leaseMs: 600 })(id), 'completed')
  })

  it('finds nothing to do for an erased operation, also when it is erased in the middle', async () => {
    const id = await accept()
    const erasing = engineThat(async () => {
      await transition(store, id, { type: 'erase' })
      return resized
    })
    assert.equal(await worker(erasing)(id), 'nothing-to-do')
    assert.equal(await store.readPicture(id, 'result'), undefined)
    assert.equal(await worker(erasing)(id), 'nothing-to-do')
  })

  it('does not know an ID that was never issued', async () => {
    const resize = worker(engineThat(async () => resized))
    for (const id of ['f'.repeat(32), 'x', '']) {
      await assert.rejects(resize(id), (error) => hasCode(error, 'operation-not-found'))
    }
  })
})

describe('sweep', () => {
  const sweep = createSweepOver(sweepRules)
  function createSweepOver(rules: typeof sweepRules) {
    return (options?: { workersAreDead?: boolean }) => createSweep({ store, publish, rules, logger })(options)
  }
  const claim = { type: 'claim', worker: 'w', leaseMs: 60_000, maxAttempts: 9 } as const

  it('leaves alone what is not due', async () => {
    const [fresh, running] = [await accept(), await accept()]
    await transition(store, running, claim)
    assert.deepEqual(await sweep(), { published: 0, released: 0, givenUp: 0, expired: 0 })
    assert.equal((await find(fresh)).revision, 1)
  })

  it('publishes what has no message, once', async () => {
    const id = await accept(10_000)
    assert.equal((await sweep()).published, 1)
    assert.equal((await sweep()).published, 0)
    assert.deepEqual(published, [id])
  })

  it('queues again what a dead worker held, at once when it is known to be dead', async () => {
    const id = await accept()
    await transition(store, id, claim)
    assert.equal((await sweep({ workersAreDead: true })).released, 1)
    assert.deepEqual([(await find(id)).status, published], ['queued', [id]])
  })

  it('gives up what waited past the deadline', async () => {
    const id = await accept(3_600_001)
    assert.equal((await sweep()).givenUp, 1)
    assert.deepEqual((await find(id)).error, { code: 'deadline-exceeded' })
  })

  it('expires what ended long ago', async () => {
    const id = await accept()
    await transition(store, id, claim)
    await transition(store, id, { type: 'fail', attempt: 1, error: { code: 'picture-malformed' } })
    assert.equal((await createSweepOver({ ...sweepRules, retentionMs: 0 })()).expired, 1)
    assert.equal((await find(id)).status, 'expired')
  })

  it('goes on behind an operation that it cannot repair', async () => {
    const ids = [await accept(10_000), await accept(10_000)]
    const failingOnce = async (id: string) => (id === ids[0] ? topicIsDown() : publish(id))
    assert.equal((await createSweep({ store, publish: failingOnce, rules: sweepRules, logger })()).published, 1)
    assert.deepEqual(published, [ids[1]])
  })

  it('repairs more than one batch', async () => {
    for (let count = 0; count < 450; count += 1) await accept(10_000)
    assert.equal((await sweep()).published, 450)
  })
})

describe('wait', () => {
  it('ends with the operation, for everybody who waits for it', async () => {
    const id = await accept()
    const wait = createWait({ store, pollMs: 5 })
    const waiting = Promise.all([wait(id, 30_000), wait(id, 30_000)])
    await transition(store, id, { type: 'erase' })
    await waiting
  })

  it('ends when the time is over, and at once without time or for an ended operation', async () => {
    const id = await accept()
    const wait = createWait({ store, pollMs: 5 })
    await wait(id, 20)
    await wait(id, 0)
    await transition(store, id, { type: 'erase' })
    await wait(id, 30_000)
  })

  it('does not wait for an ID that was never issued', async () => {
    const wait = createWait({ store, pollMs: 5 })
    await assert.rejects(wait('f'.repeat(32), 30_000), (error) => hasCode(error, 'operation-not-found'))
  })
})
