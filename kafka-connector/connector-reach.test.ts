import assert from 'node:assert/strict'
import { openGateway, order, quickSettings, until } from '../test/connector-stage.ts'
import { onEachLog } from '../test/connector-suite.ts'

onEachLog('the connector among functions and groups', (it) => {
  it('brings a message to all functions of its topic, and again only to the one that failed', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    gateway.functions = { ship: 'orders', audit: '*', other: 'returns' }
    gateway.reply = ({ functionName, attempt }) => (functionName === 'audit' && attempt < 3 ? 500 : 200)
    const settings = quickSettings(gateway)
    const { stats } = await start(settings)
    await order(topics, 'a')
    await settled(settings)
    assert.deepEqual(gateway.calls.map(({ functionName }) => functionName).sort(), ['audit', 'audit', 'audit', 'ship'])
    assert.deepEqual(stats(), { functions: { orders: ['audit', 'ship'] }, isReading: true, paused: [] })
  })

  it('invokes functions of several namespaces', async ({ gateway, topics, start, settled }) => {
    gateway.functions = { ship: 'orders', 'ship.staging': 'orders', 'ship.other': 'returns' }
    const settings = quickSettings(gateway)
    await start(settings)
    await order(topics, 'a')
    await settled(settings)
    assert.deepEqual(gateway.calls.map(({ functionName }) => functionName).sort(), ['ship', 'ship.staging'])
  })

  it('delivers what waits in the retry topics of a longer list of delays', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
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

  it('leaves the retries of another group on the same topic to that group', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
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

  it('hands messages to the queue of the gateway when asked', async ({ gateway, topics, start, settled }) => {
    const settings = quickSettings(gateway, { asyncInvocation: true })
    gateway.reply = () => 202
    await start(settings)
    await order(topics, 'a')
    await settled(settings)
    assert.equal(gateway.calls[0]?.functionName, '/async-function/ship')
  })

  it('shows exactly how far it is', async ({ gateway, topics, start }) => {
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
