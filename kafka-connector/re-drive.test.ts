import assert from 'node:assert/strict'
import { Failure } from '../src/errors/failure.ts'
import type { Topics } from '../src/topic/topic.ts'
import { order, quickSettings, until } from '../test/connector-stage.ts'
import { type ConnectorStage, onEachLog } from '../test/connector-suite.ts'
import { redrive } from './re-drive.ts'

/** Three dead letters of the function `ship`, which takes them from now on; `seen` tells what `drive` came by. */
async function leaveDeadLetters({ gateway, topics, start, settled }: ConnectorStage) {
  gateway.functions = { ship: 'orders', audit: 'orders' }
  let isBroken = true
  gateway.reply = ({ functionName }) => (isBroken && functionName === 'ship' ? 400 : 200)
  const settings = quickSettings(gateway)
  await start(settings)
  await order(topics, 'a', 'b', 'c')
  await until(async () => (await topics.lag('counts', ['orders.dead-letter']))[0]?.end === 3)
  await settled(settings)
  isBroken = false
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
  return { seen, drive, redriven: () => settled(settings) }
}

onEachLog('re-driving dead letters', (it) => {
  it('brings each to the function that it was for, once, with where it stood first and why it died', async (stage) => {
    const { gateway } = stage
    const { drive, redriven } = await leaveDeadLetters(stage)
    assert.equal(await drive(), 3)
    await until(() => gateway.calls.length === 9)
    await redriven()
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

  it('goes no further than asked, and changes nothing when it only looks', async (stage) => {
    const { seen, drive } = await leaveDeadLetters(stage)
    assert.equal(await drive({ isDryRun: true }), 3)
    assert.equal(await drive({ limit: 2 }), 2)
    assert.equal(await drive({ limit: 2 }), 1)
    await until(() => stage.gateway.calls.length === 9)
    // In the order in which they died: their topic's is another one, as many messages are in flight.
    assert.deepEqual(seen.slice(0, 3).sort(), ['a', 'b', 'c'])
    assert.deepEqual(seen.slice(3), seen.slice(0, 3))
  })

  it('brings what it could not commit once more', async (stage) => {
    const { gateway, topics } = stage
    const { drive } = await leaveDeadLetters(stage)
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
