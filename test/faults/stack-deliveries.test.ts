import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { newId } from '../../src/operation/new-id.ts'
import { createClient } from '../../src/topic/kafka/client.ts'
import { createPublish } from '../../src/topic/publish.ts'
import { waitForEnd } from '../client.ts'
import { logger } from '../logger.ts'
import { requestedEvent } from '../operations.ts'
import { png } from '../pictures.ts'
import { count, faultServers } from './forms.ts'
import { loseNothing, makeReference, type Reference, untilTopicIsEmpty } from './stack-load.ts'
import { SESSION_MS, type StackStage, startStackStage } from './stack-stage.ts'

const servers = faultServers('Faults of the deliveries')
const DELIVERIES = 5

if (servers) {
  describe('the stack loses and doubles nothing', () => {
    let stage: StackStage
    let reference: Reference
    let admin: Admin
    before(async () => {
      reference = await makeReference()
      stage = await startStackStage(servers)
      admin = createClient(stage.kafka, logger).admin()
      await admin.connect()
    })
    after(async () => {
      await admin?.disconnect()
      await stage?.stop()
    })
    const load = () => ({ operations: count({ short: 60, long: 300 }), reference })

    it(`when every message comes ${DELIVERIES} times`, async (t) => {
      await loseNothing(t, stage, load(), async ({ accepted }) => {
        const publish = createPublish({ topics: stage.topics, topic: stage.topic, clock: Date.now, newId })
        const repeated = new Set<string>()
        while (repeated.size < load().operations) {
          for (const id of accepted.values()) {
            if (repeated.has(id)) continue
            repeated.add(id)
            await Promise.all(Array.from({ length: DELIVERIES - 1 }, () => publish(id)))
          }
          await sleep(10)
        }
      })
    })

    it('when messages come before their operations can be seen', async () => {
      const publish = createPublish({ topics: stage.topics, topic: stage.topic, clock: Date.now, newId })
      const source = png({ width: 4, height: 3, colourType: 6 })
      const requests = Array.from({ length: count({ short: 20, long: 200 }) }, () => requestedEvent())
      for (const { operation } of requests) await publish(operation)
      // All of them were refused, and wait in a retry topic.
      while ((await stage.topics.lag(stage.group, [stage.topic])).some(({ lag }) => lag > 0)) await sleep(50)

      for (const request of requests) await stage.store.accept({ ...request, at: Date.now() }, source)
      for (const { operation } of requests) {
        const { status, error } = await waitForEnd(stage.url, operation)
        assert.deepEqual([status, error], ['completed', null])
        const events = await stage.store.readEvents(operation)
        assert.equal(events.filter(({ type }) => type === 'completed').length, 1)
      }
      await untilTopicIsEmpty(stage)
    })

    it('when the offsets of the group are set back to the beginning, and when they are lost', async (t) => {
      await loseNothing(t, stage, load(), async () => {
        await sleep(2000)
        await whileNobodyReads(() => admin.resetOffsets({ groupId: stage.group, topic: stage.topic, earliest: true }))
        await untilTopicIsEmpty(stage)
        await whileNobodyReads(() => admin.deleteGroups([stage.group]))
      })
    })

    it('when the topic is deleted', async (t) => {
      await loseNothing(t, stage, load(), async () => {
        await sleep(2500)
        await admin.deleteTopics({ topics: [stage.topic] })
        await sleep(1000)
      })
    })

    /** The connectors stand still for so long that the group has no member any more; Kafka refuses it otherwise. */
    async function whileNobodyReads(change: () => Promise<unknown>): Promise<void> {
      const pids = await Promise.all(stage.namesOf('kafka-connector').map((name) => stage.pidOf(name)))
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      try {
        await sleep(SESSION_MS)
        for (let tries = 0; ; tries += 1) {
          const { groups } = await admin.describeGroups([stage.group])
          if (groups[0]?.state === 'Empty') break
          assert.ok(tries < 100, `the group is ${groups[0]?.state}`)
          await sleep(200)
        }
        await change()
      } finally {
        for (const pid of pids) process.kill(pid, 'SIGCONT')
      }
    }
  })
}
