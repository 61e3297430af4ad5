import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../src/errors/failure.ts'
import { newId } from '../../src/operation/new-id.ts'
import { idPrefixOf, topicPrefixOf } from '../../src/playback/played.ts'
import { isMessageDue, isOver, newRun } from '../../src/playback/run.ts'
import { createSweepRuns } from '../../src/playback/sweep-runs.ts'
import { logger } from '../logger.ts'
import { openPlaybackStage, type PlaybackStage, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const OPERATIONS = 12

for (const kind of stackKinds) {
  describe(`a playback run on ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind, { maxMessageBytes: 6000, maxOperations: 20, maxWaiting: 3 })
      operations = await stage.record(...(await somePictures(OPERATIONS)))
    })
    after(() => stage.close())

    /** Asks for a slow run, and begins to work on it. */
    const begin = async (stop?: AbortSignal) => {
      const { id } = await stage.playbacks.request({
        operations,
        models: ['event-notification', 'broker'],
        speed: '×0.02',
      })
      const work = stage.worker('first', stop)(id)
      work.catch(() => {})
      while ((await stage.playbacks.find(id)).progress === null) await sleep(20)
      return { id, work }
    }

    it('refuses, in words, what is larger than a message, and plays the rest', async () => {
      const { reports } = await stage.play({ operations, models: ['event-carried-state-transfer', 'event-sourcing'] })
      for (const { played, refused, equal, different } of reports) {
        assert.ok(refused > 0 && equal > 0, JSON.stringify(played))
        assert.deepEqual([different, refused + equal], [0, OPERATIONS])
        const first = played.find(({ outcome }) => outcome === 'refused')
        assert.match(first?.why ?? '', /would have \d+ bytes; this topic takes 6000/)
      }
    })

    it('finds operations by the time of their request and by their offsets, and tells no ID then', async () => {
      const byTime = await stage.play({ operations: { from: 0, to: new Date(Date.now() + 60_000).toISOString() } })
      assert.equal(byTime.reports[0]?.equal, OPERATIONS)
      assert.ok(byTime.reports[0].played.every(({ operation }) => operation === undefined))
      const byOffset = await stage.play({ operations: { topic: stage.requests, offsets: [0, 1] } })
      const { operations: count = 0 } = byOffset.reports[0] ?? {}
      assert.ok(count > 0 && count <= 4)
    })

    it('leaves out what is not known, and what has not ended', async () => {
      const { reports } = await stage.play({ operations: [...operations, newId()] })
      assert.deepEqual([reports[0]?.operations, reports[0]?.leftOut], [OPERATIONS, { 'not known': 1 }])
    })

    it('is refused when it is too large, or when too many wait', async () => {
      const tooMany = Array.from({ length: 21 }, newId)
      await assert.rejects(stage.play({ operations: tooMany }), { code: 'playback-too-large' })
      const asked = await Promise.all(
        [1, 2, 3].map(() => stage.playbacks.request({ operations, models: ['broker'], speed: 'max' })),
      )
      await assert.rejects(stage.play({ operations }), { code: 'playbacks-waiting' })
      for (const { id } of asked) await stage.playbacks.cancel(id)
    })

    it('ends soon when it is cancelled, and leaves nothing', async () => {
      const { id, work } = await begin()
      assert.equal((await stage.playbacks.cancel(id)).status, 'cancelled')
      assert.equal(await work, 'cancelled')
      await stage.assertCleared(id)
    })

    it('goes on in the hands of another worker when its own ends, and keeps what was done', async () => {
      const stop = new AbortController()
      const { id, work } = await begin(stop.signal)
      assert.equal(await stage.worker('second')(id), 'busy')
      stop.abort()
      await assert.rejects(work, (error) => hasCode(error, 'shutting-down'))
      assert.equal((await stage.playbacks.find(id)).status, 'queued')
      await stage.playbacks.cancel(id)
    })

    it('is taken up by the next worker when its holder was killed, whose leftovers go', async () => {
      // What a killed process leaves: a hold whose lease runs out, rows and topics of a model that never ended.
      const { id } = await stage.playbacks.request({ operations, models: ['broker'], speed: 'max' })
      const { run, now } = (await stage.stores.runs.find(id)) ?? assert.fail()
      const held = { ...run, revision: run.revision + 1, status: 'running', attempts: 1 } as const
      assert.ok(await stage.stores.runs.update({ ...held, claim: { worker: 'killed', leaseUntil: now + 1500 } }))
      await stage.topics.ensure([{ topic: `${topicPrefixOf(stage.requests, id)}broker.requested`, partitions: 2 }])
      assert.equal(await stage.worker('next')(id), 'busy')
      await sleep(1600)
      assert.equal(await stage.worker('next')(id), 'completed')
      const after = await stage.playbacks.find(id)
      assert.deepEqual([after.attempts, after.reports[0]?.equal], [2, OPERATIONS])
      await stage.assertCleared(id)
    })

    it('is announced again when its message was lost, and its leftovers go when it is over', async () => {
      const announced: string[] = []
      const sweep = createSweepRuns({
        runs: stage.stores.runs,
        topics: stage.topics,
        store: stage.stores.sandbox,
        requests: stage.requests,
        announce: async (run) => announced.push(run),
        retentionMs: 60_000,
        logger,
      })
      const lost = newRun(
        newId(),
        { operations, models: ['broker'], speed: 'max' },
        await stage.stores.operations.now(),
      )
      await stage.stores.runs.create(lost)
      assert.ok(isMessageDue(lost, lost.requestedAt))
      await sweep()
      await sweep()
      assert.deepEqual(announced, [lost.id])
      await stage.topics.ensure([{ topic: `${topicPrefixOf(stage.requests, lost.id)}broker.requested`, partitions: 1 }])
      // A system with another topic has other runs, of which this store knows nothing.
      const foreign = `${topicPrefixOf('other-requests', newId())}broker.requested`
      await stage.topics.ensure([{ topic: foreign, partitions: 1 }])
      const cancelled = await stage.playbacks.cancel(lost.id)
      assert.ok(isOver(cancelled))
      await sweep()
      assert.ok((await stage.topics.list()).includes(foreign))
      await stage.topics.remove({ topics: [foreign], groups: [] })
      await stage.assertCleared(lost.id)
    })

    it('leaves the live store as it was', async () => {
      const before = await stage.stores.operations.census()
      const { id } = await stage.play({ operations, models: ['event-notification'] })
      assert.deepEqual(await stage.stores.operations.census(), before)
      assert.equal(await stage.stores.sandbox.count(idPrefixOf(id)), 0)
      for (const operation of operations) {
        const types = (await stage.stores.operations.readEvents(operation)).map(({ type }) => type)
        assert.deepEqual(types, ['requested', 'published', 'claimed', 'completed'])
      }
    })
  })
}
