import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connector } from '../kafka-connector/connector.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import type { Topics } from '../src/topic/topic.ts'
import { lagOf, openGateway, order, quickSettings, startConnector } from './connector-stage.ts'
import { removeTopics } from './remove-topics.ts'
import { run, startServer } from './server-commands.ts'
import { openLog } from './topic-log.ts'

/**
 * A cluster that nobody else uses, and the commands that kill one of its brokers (SIGKILL) and start it again:
 * KAFKA_OUTAGE_BROKERS, KAFKA_OUTAGE_KILL, KAFKA_OUTAGE_START.
 */
const {
  KAFKA_OUTAGE_BROKERS: brokers,
  KAFKA_OUTAGE_KILL: kill = 'false',
  KAFKA_OUTAGE_START: restart = 'false',
} = process.env

/** Writes values, each again and again until it is written, as whoever must not lose one does. */
async function writeAll(topics: Topics, values: readonly string[], isOver: () => boolean): Promise<void> {
  for (const value of values) {
    while (!isOver()) {
      try {
        await order(topics, value)
        break
      } catch {
        await sleep(200)
      }
    }
    await sleep(20)
  }
}

if (!brokers) {
  process.stdout.write('Left out: the outage of a broker (KAFKA_OUTAGE_BROKERS, _KILL and _START; see the test).\n')
} else {
  describe('the connector while a broker is killed and comes back', () => {
    it('loses nothing, makes no dead letter of it, and goes on by itself', async (t) => {
      const settings = kafkaSettings.read({ KAFKA_BROKERS: brokers, KAFKA_SESSION_TIMEOUT_MS: '6000' })
      const topics = openLog({ kind: 'kafka', settings, prefix: `outage-${randomUUID()}-` })
      const gateway = await openGateway()
      let connector: Connector | undefined
      let isOver = false
      t.after(async () => {
        isOver = true
        // Also when the test ended while it was down.
        await startServer(restart)
        await connector?.stop(1000)
        await removeTopics(topics, '')
        await topics.close()
        await gateway.close()
      })
      gateway.functions = { ship: 'orders' }
      gateway.reply = ({ body, attempt }) => (Number(body) % 10 === 0 && attempt === 1 ? 503 : 200)
      const rules = quickSettings(gateway, { partitions: 3 })
      connector = await startConnector(topics, rules)
      let isBroken = false
      connector.ended.catch(() => {
        isBroken = true
      })
      const values = Array.from({ length: 300 }, (_, index) => String(index))
      const writing = writeAll(topics, values, () => isOver)
      await sleep(1000)
      await run(kill)
      await sleep(5000)
      await startServer(restart)
      await writing

      // Half a minute after the broker is back everything is delivered and committed.
      const deadline = Date.now() + 60_000
      let lag = Number.POSITIVE_INFINITY
      while (lag > 0 && Date.now() < deadline) {
        lag = await lagOf(topics, rules).catch(() => Number.POSITIVE_INFINITY)
        await sleep(200)
      }
      assert.equal(lag, 0)
      assert.deepEqual(
        values.filter((value) => !gateway.done.has(value)),
        [],
      )
      assert.ok(!isBroken)
      assert.equal(
        (await topics.lag('counts', ['orders.dead-letter'])).reduce((sum, { end }) => sum + end, 0),
        0,
      )
    })
  })
}
