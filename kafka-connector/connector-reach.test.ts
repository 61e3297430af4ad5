import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
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
import type { ConnectorSettings } from './settings.ts'

for (const kind of logKinds) {
  describe(`the connector among functions and groups, on ${kind.name}`, () => {
    let folder: string
    let gateway: ScriptedGateway
    let topics: Topics
    const connectors: Connector[] = []

    const start = async (settings: ConnectorSettings) => {
      const connector = await startConnector(topics, settings)
      connectors.push(connector)
      return connector
    }
    const settled = (settings: ConnectorSettings) => until(async () => (await lagOf(topics, settings)) === 0)

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'connector-'))
      gateway = await openGateway()
      gateway.functions = { ship: 'orders' }
      topics = openLog(kind.create(folder))
    })
    afterEach(async () => {
      for (const connector of connectors.splice(0)) await connector.stop(1000)
      await topics.close()
      await gateway.close()
      rmSync(folder, { recursive: true })
    })

    it('brings a message to all functions of its topic, and again only to the one that failed', async () => {
      gateway.functions = { ship: 'orders', audit: '*', other: 'returns' }
      gateway.reply = ({ functionName, attempt }) => (functionName === 'audit' && attempt < 3 ? 500 : 200)
      const settings = quickSettings(gateway)
      const { stats } = await start(settings)
      await order(topics, 'a')
      await settled(settings)
      assert.deepEqual(gateway.calls.map(({ functionName }) => functionName).sort(), [
        'audit',
        'audit',
        'audit',
        'ship',
      ])
      assert.deepEqual(stats(), { functions: { orders: ['audit', 'ship'] }, isReading: true, paused: [] })
    })

    it('invokes functions of several namespaces', async () => {
      gateway.functions = { ship: 'orders', 'ship.staging': 'orders', 'ship.other': 'returns' }
      const settings = quickSettings(gateway)
      await start(settings)
      await order(topics, 'a')
      await settled(settings)
      assert.deepEqual(gateway.calls.map(({ functionName }) => functionName).sort(), ['ship', 'ship.staging'])
    })

    it('delivers what waits in the retry topics of a longer list of delays', async () => {
      gateway.reply = ({ attempt }) => (attempt < 4 ? 503 : 200)
      const before = quickSettings(gateway, { retryDelaysMs: [20, 30, 2000] })
      const first = await start(before)
      await order(topics, 'a')
      await until(() => gateway.calls.length === 3)
      await until(async () => (await topics.lag('counts', ['orders.retry.3']))[0]?.end === 1)
      await first.stop(1000)
      const after = quickSettings(gateway, { retryDelaysMs: [20] })
      await start(after)
      await settled(before)
      assert.equal(gateway.calls.length, 4)
      assert.equal(gateway.done.size, 1)
    })

    it('leaves the retries of another group on the same topic to that group', async () => {
      const other = await openGateway()
      other.functions = { audit: 'orders' }
      gateway.reply = ({ attempt }) => (attempt === 1 ? 503 : 200)
      const settings = quickSettings(gateway)
      const otherSettings = quickSettings(other, { group: 'others' })
      await start(settings)
      await start(otherSettings)
      await order(topics, 'a')
      await settled(settings)
      await settled(otherSettings)
      assert.deepEqual(
        other.calls.map(({ functionName }) => functionName),
        ['audit'],
      )
      assert.equal(gateway.calls.length, 2)
      await other.close()
    })

    it('hands messages to the queue of the gateway when asked', async () => {
      const settings = quickSettings(gateway, { asyncInvocation: true })
      gateway.reply = () => 202
      await start(settings)
      await order(topics, 'a')
      await settled(settings)
      assert.equal(gateway.calls[0]?.functionName, '/async-function/ship')
    })

    it('shows exactly how far it is', async () => {
      const settings = quickSettings(gateway)
      gateway.reply = ({ body }) => (body === '2' ? slow.promise : 200)
      const slow = Promise.withResolvers<number>()
      const { registry } = await start(settings)
      await order(topics, '0', '1', '2', '3')
      const offsets = async () => {
        const text = await registry.metrics()
        const figure = (name: string) => text.match(`connector_${name}\\{topic="orders",partition="0"\\} (\\d+)`)?.[1]
        return ['committed_offset', 'end_offset', 'lag_messages'].map(figure).join()
      }
      await until(async () => (await offsets()) === '2,4,2')
      slow.resolve(200)
      await until(async () => (await offsets()) === '4,4,0')
    })
  })
}
