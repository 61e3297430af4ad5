import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logger } from '../../test/logger.ts'
import { everythingMayCome, operationStage, sweepRules, topicIsDown } from '../../test/operation-stage.ts'
import { someDeadLetter } from '../../test/operations.ts'
import { Failure } from '../errors/failure.ts'
import type { ReadBacklog } from './ports.ts'
import { createSweep } from './sweep.ts'
import { transition } from './transition.ts'

const stage = operationStage()

describe('sweep', () => {
  const sweep = createSweepOver(sweepRules)
  function createSweepOver(rules: typeof sweepRules, readBacklog = everythingMayCome) {
    return (options?: { workersAreDead?: boolean }) =>
      createSweep({ store: stage.store, publish: stage.publish, readBacklog, rules, logger })(options)
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

  it('publishes once more what can no longer come, and no other', async () => {
    const ids = [await stage.accept(), await stage.accept(), await stage.accept()]
    for (const [offset, id] of ids.entries()) {
      await transition(stage.store, id, { type: 'publish', position: { topic: 't', partition: 0, offset } })
    }
    const onlyTheFirstIsLost: ReadBacklog = async () => (position) => position.offset > 0
    const rules = { ...sweepRules, lostAfterMs: 0 }
    assert.equal((await createSweepOver(rules, onlyTheFirstIsLost)()).published, 1)
    assert.deepEqual(stage.published, [ids[0]])
    assert.equal((await createSweepOver(sweepRules, onlyTheFirstIsLost)()).published, 0)
  })

  it('does not take a dead letter for lost: it waits to be driven back, or until everything is published once more', async () => {
    const id = await stage.accept()
    const { delivery } = someDeadLetter
    await transition(stage.store, id, { type: 'publish', position: delivery })
    await transition(stage.store, id, { type: 'dead-letter', ...someDeadLetter })
    const everythingHasCome: ReadBacklog = async () => () => false
    const rules = { ...sweepRules, lostAfterMs: 0 }
    assert.equal((await createSweepOver(rules, everythingHasCome)()).published, 0)
    assert.equal((await createSweepOver({ ...rules, republishAfterMs: 0 })()).published, 1)
    // What was published since is another message.
    assert.equal((await createSweepOver(rules, everythingHasCome)()).published, 1)
  })

  it('takes nothing for lost while the topic cannot be asked', async () => {
    const id = await stage.accept()
    await transition(stage.store, id, { type: 'publish', position: { topic: 't', partition: 0, offset: 0 } })
    const unknown: ReadBacklog = () => Promise.reject(new Failure('topic-unavailable'))
    assert.equal((await createSweepOver({ ...sweepRules, lostAfterMs: 0 }, unknown)()).published, 0)
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

  it('asks a topic that is away once, and releases what is due all the same', async () => {
    const ids = [await stage.accept(10_000), await stage.accept(10_000), await stage.accept()]
    await transition(stage.store, ids[2] ?? '', claim)
    let asked = 0
    const publish = (id: string) => {
      asked += 1
      return topicIsDown(id)
    }
    const { store } = stage
    const once = createSweep({ store, publish, readBacklog: everythingMayCome, rules: sweepRules, logger })
    assert.deepEqual(await once({ workersAreDead: true }), { published: 0, released: 0, givenUp: 0, expired: 0 })
    assert.equal(asked, 1)
    assert.equal((await stage.find(ids[2] ?? '')).status, 'queued')
  })

  it('goes on behind an operation that it cannot repair', async () => {
    const ids = [await stage.accept(10_000), await stage.accept(10_000)]
    const failingOnce = async (id: string) => {
      if (id === ids[0]) throw new Failure('internal')
      return await stage.publish(id)
    }
    assert.equal(
      (
        await createSweep({
          store: stage.store,
          publish: failingOnce,
          readBacklog: everythingMayCome,
          rules: sweepRules,
          logger,
        })()
      ).published,
      1,
    )
    assert.deepEqual(stage.published, [ids[1]])
  })

  it('repairs more than one batch', async () => {
    for (let count = 0; count < 450; count += 1) await stage.accept(10_000)
    assert.equal((await sweep()).published, 450)
  })
})
