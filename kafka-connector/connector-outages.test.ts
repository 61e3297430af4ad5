import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../src/errors/failure.ts'
import type { Topics } from '../src/topic/topic.ts'
import { lagOf, messagesOf, order, quickSettings, until } from '../test/connector-stage.ts'
import { onEachLog } from '../test/connector-suite.ts'
import { logger } from '../test/logger.ts'
import type { TopicLog } from '../test/topic-log.ts'
import { createConnector } from './connector.ts'
import type { ConnectorSettings } from './settings.ts'

const values = (count: number) => Array.from({ length: count }, (_, index) => String(index))

/** A connector in a process of its own, on a log that this process has open as well. */
function startConnectorProcess(log: TopicLog, settings: ConnectorSettings): ChildProcess {
  const program = `
    const { openLog } = await import(${JSON.stringify(import.meta.resolve('../test/topic-log.ts'))})
    const { startConnector } = await import(${JSON.stringify(import.meta.resolve('../test/connector-stage.ts'))})
    await startConnector(openLog(${JSON.stringify(log)}), ${JSON.stringify(settings)})`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' })
}

onEachLog('the connector in an outage', (it) => {
  it('pauses when everything fails, keeps messages in place, and goes on with the first success', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    let isDown = true
    gateway.reply = () => (isDown ? 503 : 200)
    const settings = quickSettings(gateway, { pauseAfter: 3, maxInFlight: 2 })
    const { registry, stats } = await start(settings)
    await order(topics, ...values(50))
    await until(() => stats().paused.length === 1)
    assert.match(await registry.metrics(), /connector_paused\{topic="orders"\} 1/)
    await until(() => gateway.calls.length > 10)
    const retries = (await topics.lag('counts', ['orders.retry.1', 'orders.retry.2'])).map(({ end }) => end)
    assert.ok((retries[0] ?? 0) <= 3, `${retries[0]} messages left their topic`)
    assert.equal(retries[1], 0)
    isDown = false
    await settled(settings)
    assert.deepEqual(stats().paused, [])
    assert.equal(gateway.done.size, 50)
  })

  it('survives a gateway that restarts again and again', async ({ gateway, topics, start, settled }) => {
    const settings = quickSettings(gateway, { pauseAfter: 2 })
    await start(settings)
    for (let round = 0; round < 5; round++) {
      await order(topics, ...values(20).map((value) => `${round}-${value}`))
      await gateway.close()
      await sleep(20)
      await gateway.open()
    }
    await settled(settings)
    assert.equal(gateway.done.size, 100)
    assert.deepEqual(await messagesOf(topics, 'orders.dead-letter'), [])
  })

  it('slows down for a function that is busy, and loses nothing', async ({ gateway, topics, start, settled }) => {
    let taken = 0
    gateway.reply = async () => {
      if (taken >= 2) return 429
      taken++
      await sleep(1)
      taken--
      return 200
    }
    const settings = quickSettings(gateway)
    await start(settings)
    await order(topics, ...values(300))
    await settled(settings)
    assert.equal(gateway.done.size, 300)
    assert.ok(gateway.calls.length < 450, `${gateway.calls.length} calls for 300 messages`)
  })

  it('loses nothing when its process is killed, again and again, in the middle of its work', async ({
    gateway,
    log,
    topics,
    start,
    settled,
  }) => {
    gateway.reply = async ({ body, attempt }) => {
      if (Number(body) % 7 === 3 && attempt === 1) return 503
      return await sleep(Number(body) % 10 === 5 ? 50 : 2, 200)
    }
    const settings = quickSettings(gateway, { maxInFlight: 8 })
    await topics.ensure([{ topic: 'orders', partitions: 1 }])
    await order(topics, ...values(400))
    for (const calls of [20, 100, 250]) {
      const child = startConnectorProcess(log, settings)
      await until(() => gateway.calls.length >= calls)
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      assert.deepEqual(await exited, [null, 'SIGKILL'])
    }
    assert.notEqual(await lagOf(topics, settings), 0)
    await start(settings)
    await settled(settings)
    assert.equal(gateway.done.size, 400)
  })

  it('waits for topics that cannot be reached when it starts', async ({ gateway, topics, start }) => {
    let isAway = true
    const ensure: Topics['ensure'] = async (asked) => {
      if (isAway) throw new Failure('topic-unavailable')
      await topics.ensure(asked)
    }
    const settings = quickSettings(gateway)
    const starting = start(settings, { ...topics, ensure })
    await sleep(150)
    assert.equal(gateway.calls.length, 0)
    isAway = false
    await starting
    await order(topics, '1')
    await until(() => gateway.calls.length === 1)
  })

  it('can be stopped while it waits for them', async ({ gateway, topics }) => {
    const ensure: Topics['ensure'] = () => Promise.reject(new Failure('topic-unavailable'))
    const connector = createConnector({
      topics: { ...topics, ensure },
      settings: quickSettings(gateway),
      name: 'stage:1',
      clock: Date.now,
      logger,
    })
    const starting = connector.start()
    await connector.stop()
    await Promise.all([starting, connector.ended])
    assert.equal(connector.stats().isReading, false)
  })

  it('settles a message only when its retry or dead letter is written', async ({ gateway, topics, start, settled }) => {
    let failures = 3
    const failing: Topics = {
      ...topics,
      async write(messages) {
        if (messages[0]?.topic !== 'orders' && failures-- > 0) throw new Failure('topic-unavailable')
        return topics.write(messages)
      },
    }
    gateway.reply = () => 404
    const settings = quickSettings(gateway)
    await start(settings, failing)
    await order(topics, 'a')
    await until(() => failures === 1)
    assert.equal(await lagOf(topics, settings), 1)
    await settled(settings)
    assert.equal((await messagesOf(topics, 'orders.dead-letter')).length, 1)
    assert.equal(gateway.calls.length, 1, 'the function is not invoked again for it')
  })

  it('drains when it stops: ends what is in flight, takes no more, commits', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const slow = Promise.withResolvers<number>()
    gateway.reply = () => slow.promise
    const settings = quickSettings(gateway, { maxInFlight: 2 })
    const connector = await start(settings)
    await order(topics, ...values(10))
    await until(() => gateway.calls.length === 2)
    const stopped = connector.stop()
    await sleep(50)
    slow.resolve(200)
    await stopped
    await connector.ended
    assert.equal(gateway.calls.length, 2)
    assert.equal(await lagOf(topics, settings), 8)
    await start(settings)
    await settled(settings)
    assert.equal(gateway.calls.length, 10)
  })

  it('gives up at its deadline what does not end, and the messages come again', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const never = Promise.withResolvers<number>()
    gateway.reply = ({ attempt }) => (attempt === 1 ? never.promise : 200)
    const settings = quickSettings(gateway)
    const connector = await start(settings)
    await order(topics, 'a')
    await until(() => gateway.calls.length === 1)
    await connector.stop(20)
    assert.equal(await lagOf(topics, settings), 1)
    await start(settings)
    await settled(settings)
    never.resolve(200)
    assert.equal(gateway.calls.length, 2)
  })

  it('shares a group with another connector and takes over when that one leaves', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const settings = quickSettings(gateway, { partitions: 4 })
    const first = await start(settings)
    await start(settings)
    await order(topics, ...values(100))
    await first.stop()
    await order(topics, ...values(100).map((value) => `more-${value}`))
    await settled(settings)
    assert.equal(gateway.done.size, 200)
  })
})
