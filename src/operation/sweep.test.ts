import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logger } from '../../test/logger.ts'
import { operationStage, sweepRules, topicIsDown } from '../../test/operation-stage.ts'
import { createSweep } from './sweep.ts'
import { transition } from './transition.ts'

const stage = operationStage()

describe('sweep', () => {
  const sweep = createSweepOver(sweepRules)
  function createSweepOver(rules: typeof sweepRules) {
    return (options?: { workersAreDead?: boolean }) =>
      createSweep({ store: stage.store, publish: stage.publish, rules, logger })(options)
  }
  const claim = { type: 'claim', worker: 'w', leaseMs: 60_000, maxAttempts: 9 } as const

  it('leaves alone what is not due', async () => {
    const [fresh, running] = [await stage.accept(), await stage.accept()]
    await transition(stage.store, running, claim)
    assert.deepEqual(await sweep(), { published: 0, released: 0, givenUp: 0, expired: 0 })
    assert.equal((await stage.find(fresh)).revision, 1)
  })

  it('publishes what has no message, once', async () => {
    const id = await stage.accept(10_000)
    assert.equal((await sweep()).published, 1)
    assert.equal((await sweep()).published, 0)
    assert.deepEqual(stage.published, [id])
  })

  it('queues again what a dead worker held, at once when it is known to be dead', async () => {
    const id = await stage.accept()
    await transition(stage.store, id, claim)
    assert.equal((await sweep({ workersAreDead: true })).released, 1)
    assert.deepEqual([(await stage.find(id)).status, stage.published], ['queued', [id]])
  })

  it('gives up what waited past the deadline', async () => {
    const id = await stage.accept(3_600_001)
    assert.equal((await sweep()).givenUp, 1)
    assert.deepEqual((await stage.find(id)).error, { code: 'deadline-exceeded' })
  })

  it('expires what ended long ago', async () => {
    const id = await stage.accept()
    await transition(stage.store, id, claim)
    await transition(stage.store, id, { type: 'fail', attempt: 1, error: { code: 'picture-malformed' } })
    assert.equal((await createSweepOver({ ...sweepRules, retentionMs: 0 })()).expired, 1)
    assert.equal((await stage.find(id)).status, 'expired')
  })

  it('goes on behind an operation that it cannot repair', async () => {
    const ids = [await stage.accept(10_000), await stage.accept(10_000)]
    const failingOnce = async (id: string) => (id === ids[0] ? topicIsDown(id) : stage.publish(id))
    assert.equal(
      (await createSweep({ store: stage.store, publish: failingOnce, rules: sweepRules, logger })()).published,
      1,
    )
    assert.deepEqual(stage.published, [ids[1]])
  })

  it('repairs more than one batch', async () => {
    for (let count = 0; count < 450; count += 1) await stage.accept(10_000)
    assert.equal((await sweep()).published, 450)
  })
})
