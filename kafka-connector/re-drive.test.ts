import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { Failure } from '../src/errors/failure.ts'
import type { Topics } from '../src/topic/topic.ts'
import {
  lagOf,
  openGateway,
  order,
  quickSettings,
  type ScriptedGateway,
  startConnector,
  until,
} from '../test/connector-stage.ts'
import { logKinds, openLog } from '../test/topic-log.ts'
import type { Connector } from './connector.ts'
import { redrive } from './re-drive.ts'

for (const kind of logKinds) {
  describe(`re-driving dead letters on ${kind.name}`, () => {
    let folder: string
    let gateway: ScriptedGateway
    let topics: Topics
    let connector: Connector
    let isBroken: boolean

    const seen: string[] = []
    const drive = (changes: { limit?: number; isDryRun?: boolean; on?: Topics } = {}) =>
      redrive({
        topics: changes.on ?? topics,
        topic: 'orders',
        group: 're-drive',
        limit: changes.limit ?? Number.POSITIVE_INFINITY,
        isDryRun: changes.isDryRun ?? false,
        seen: (letter) => seen.push(letter.value.toString()),
      })
    const settled = () => until(async () => (await lagOf(topics, quickSettings(gateway))) === 0)

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 're-drive-'))
      gateway = await openGateway()
      gateway.functions = { ship: 'orders', audit: 'orders' }
      isBroken = true
      gateway.reply = ({ functionName }) => (isBroken && functionName === 'ship' ? 400 : 200)
      topics = openLog(kind.create(folder))
      connector = await startConnector(topics, quickSettings(gateway))
      await order(topics, 'a', 'b', 'c')
      await until(async () => (await topics.lag('counts', ['orders.dead-letter']))[0]?.end === 3)
      await settled()
      isBroken = false
      seen.length = 0
    })
    afterEach(async () => {
      await connector.stop(1000)
      await topics.close()
      await gateway.close()
      rmSync(folder, { recursive: true })
    })

    it('brings each to the function that it was for, once, with where it stood first and why it died', async () => {
      assert.equal(await drive(), 3)
      await until(() => gateway.calls.length === 9)
      await settled()
      const again = gateway.calls.slice(6)
      assert.ok(again.every(({ functionName }) => functionName === 'ship'))
      assert.deepEqual(again.map(({ body }) => body).sort(), ['a', 'b', 'c'])
      const { headers = {} } = again.find(({ body }) => body === 'b') ?? {}
      assert.equal(headers['x-topic'], 'orders')
      assert.equal(headers['x-kafka-offset'], '1')
      assert.equal(headers['x-kafka-ce_id'], 'b')
      assert.equal(headers['x-kafka-dead-letter-reason'], 'refused')
      assert.equal(headers['x-kafka-dead-letter-outcome'], '400')
      assert.equal(await drive(), 0, 'what went back does not go back again')
    })

    it('goes no further than asked, and changes nothing when it only looks', async () => {
      assert.equal(await drive({ isDryRun: true }), 3)
      assert.equal(await drive({ limit: 2 }), 2)
      assert.equal(await drive({ limit: 2 }), 1)
      await until(() => gateway.calls.length === 9)
      // In the order in which they died: their topic's is another one, as many messages are in flight.
      assert.deepEqual(seen.slice(0, 3).sort(), ['a', 'b', 'c'])
      assert.deepEqual(seen.slice(3), seen.slice(0, 3))
    })

    it('brings what it could not commit once more', async () => {
      const failing: Topics = {
        ...topics,
        async subscribe(options) {
          const subscription = await topics.subscribe(options)
          return { ...subscription, commit: () => Promise.reject(new Failure('topic-unavailable')) }
        },
      }
      await assert.rejects(drive({ on: failing }), { code: 'topic-unavailable' })
      assert.equal(await drive(), 3)
      await until(() => gateway.calls.length === 12)
    })
  })
}
