import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lagOf, messagesOf, order, quickSettings, startConnector, until } from '../test/connector-stage.ts'
import { onEachLog } from '../test/connector-suite.ts'

onEachLog('the connector', (it) => {
  it('invokes the function of a topic with the bytes of each message and where it stands, and commits', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const settings = quickSettings(gateway)
    const began = Date.now()
    await start(settings)
    await order(topics, 'a', 'b')
    await settled(settings)
    assert.deepEqual(gateway.calls.map(({ functionName, body }) => [functionName, body]).sort(), [
      ['ship', 'a'],
      ['ship', 'b'],
    ])
    const headers = gateway.calls.find(({ body }) => body === 'b')?.headers ?? {}
    assert.equal(headers['x-topic'], 'orders')
    assert.equal(headers['x-kafka-partition'], '0')
    assert.equal(headers['x-kafka-offset'], '1')
    assert.equal(headers['x-kafka-key'], 'key-b')
    assert.equal(headers['x-kafka-ce_id'], 'b')
    assert.equal(headers['x-connector'], 'picture-resize-kafka-connector')
    assert.equal(headers['x-connector-instance'], 'stage:1')
    assert.equal(headers['x-connector-invocation'], '1')
    const dispatchedAt = Date.parse(String(headers['x-connector-dispatched-at']))
    assert.ok(dispatchedAt >= began && dispatchedAt <= Date.now())
    assert.equal(headers['content-type'], 'application/json')
  })

  it('retries what found nobody for as long as it takes, with its first position, while the others go on', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const replies = [429, 502, 503, 504, 'cut', { status: 503, headers: { 'retry-after': '0' } }, 429, 503] as const
    gateway.reply = ({ body, attempt }) => (body === 'bad' ? (replies[attempt - 1] ?? 200) : 200)
    const settings = quickSettings(gateway)
    const { registry } = await start(settings)
    await order(topics, 'bad', 'good')
    await settled(settings)
    const bad = gateway.calls.filter(({ body }) => body === 'bad')
    assert.equal(bad.length, replies.length + 1)
    assert.ok(bad.every(({ headers }) => headers['x-topic'] === 'orders' && headers['x-kafka-offset'] === '0'))
    const invocations = bad.map(({ headers }) => Number(headers['x-connector-invocation']))
    assert.deepEqual(invocations, [1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert.ok(bad.every(({ headers }) => !Object.keys(headers).some((name) => name.startsWith('x-kafka-x-connector'))))
    assert.equal(gateway.calls.filter(({ body }) => body === 'good').length, 1)
    assert.deepEqual(await messagesOf(topics, 'orders.dead-letter'), [])
    assert.match(await registry.metrics(), /connector_retries_total\{topic="orders",function="ship"\} 8/)
  })

  it('retries after a time-out', async ({ gateway, topics, start, settled }) => {
    const late = Promise.withResolvers<number>()
    gateway.reply = ({ attempt }) => (attempt === 1 ? late.promise : 200)
    const settings = quickSettings(gateway, { upstreamTimeoutMs: 50 })
    const { registry } = await start(settings)
    await order(topics, 'slow')
    await settled(settings)
    late.resolve(200)
    assert.equal(gateway.calls.length, 2)
    assert.match(await registry.metrics(), /invocations_total\{function="ship",outcome="timed-out"\} 1/)
  })

  it('makes a dead letter of what is refused, and of what fails too often, and says why', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    gateway.reply = ({ body }) => Number(body)
    const settings = quickSettings(gateway)
    await start(settings)
    await order(topics, '404', '500', '301', '204')
    await settled(settings)
    const letters = (await messagesOf(topics, 'orders.dead-letter')).map(({ key, value, headers }) => {
      assert.match(headers['x-connector-time'] ?? '', /^\d{4}-/)
      assert.equal(headers['ce_id'], value.toString())
      assert.equal(key?.toString(), `key-${value}`)
      const { [`x-connector-attempts`]: attempts, 'x-connector-outcome': outcome, ...rest } = headers
      return [outcome, attempts, rest['x-connector-reason'], rest['x-connector-offset'], rest['x-connector-function']]
    })
    assert.deepEqual(letters.sort(), [
      ['301', '1', 'refused', '2', 'ship'],
      ['404', '1', 'refused', '0', 'ship'],
      ['500', '3', 'attempts-exhausted', '1', 'ship'],
    ])
  })

  it('has no more of a partition in flight than asked, and never commits past a slow message', async ({
    gateway,
    topics,
    start,
    settled,
  }) => {
    const slow = Promise.withResolvers<number>()
    let running = 0
    let most = 0
    gateway.reply = async ({ body }) => {
      most = Math.max(most, ++running)
      const status = body === '3' ? await slow.promise : await sleep(2, 200)
      running--
      return status
    }
    const settings = quickSettings(gateway, { maxInFlight: 3 })
    await start(settings)
    const values = Array.from({ length: 40 }, (_, index) => String(index))
    await order(topics, ...values)
    await until(() => gateway.calls.length === 40 && running === 1)
    await until(async () => (await topics.lag(settings.group, ['orders']))[0]?.committed === 3)
    await sleep(250)
    assert.equal((await topics.lag(settings.group, ['orders']))[0]?.committed, 3)
    assert.equal(most, 3)
    slow.resolve(200)
    await settled(settings)
    assert.equal(gateway.calls.length, 40)
  })

  it('keeps messages that nobody takes until a function appears', async ({ gateway, topics, start, settled }) => {
    gateway.functions = {}
    const settings = quickSettings(gateway)
    await start(settings)
    await order(topics, 'a', 'b')
    await sleep(150)
    assert.equal(await lagOf(topics, settings), 2)
    gateway.functions = { late: 'orders' }
    await settled(settings)
    assert.equal(gateway.calls.length, 2)
  })

  it('starts without a gateway and delivers when it comes', async ({ gateway, topics, start, settled }) => {
    await gateway.close()
    const settings = quickSettings(gateway)
    await start(settings)
    await order(topics, 'a')
    await sleep(50)
    await gateway.open()
    await settled(settings)
    assert.deepEqual(
      gateway.calls.map(({ body }) => body),
      ['a'],
    )
  })

  it('sends its credentials to the gateway, and only when it lists functions', async ({
    folder,
    gateway,
    topics,
    start,
    settled,
  }) => {
    writeFileSync(join(folder, 'basic-auth-user'), 'admin\n')
    writeFileSync(join(folder, 'basic-auth-password'), 'secret\n')
    const settings = quickSettings(gateway, { basicAuth: true, secretMountPath: folder })
    await start(settings)
    await order(topics, 'a')
    await settled(settings)
    assert.equal(gateway.listings.at(-1)?.authorization, `Basic ${Buffer.from('admin:secret').toString('base64')}`)
    assert.equal(gateway.calls[0]?.headers.authorization, undefined)
    const elsewhere = { ...settings, secretMountPath: join(folder, 'missing') }
    await assert.rejects(startConnector(topics, elsewhere), { code: 'settings-not-valid' })
  })
})
