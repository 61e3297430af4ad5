import assert from 'node:assert/strict'
import { deadLetterTopic } from '../src/topic/derived-topics.ts'
import { messagesOf, order, quickSettings, until } from '../test/connector-stage.ts'
import { type ConnectorStage, onEachLog } from '../test/connector-suite.ts'
import { redrive, redriveGroup } from './re-drive.ts'

const letters = deadLetterTopic('orders')

/** A connector that has `ship` take the orders, and `mourn` their dead letters. */
async function startMourning({ gateway, topics, start, settled }: ConnectorStage) {
  gateway.functions = { ship: 'orders', mourn: letters }
  const settings = quickSettings(gateway, { topics: ['orders', letters] })
  await start(settings)
  return {
    gateway,
    topics,
    settings,
    settled: () => settled(settings),
    callsOf: (name: string) => gateway.calls.filter(({ functionName }) => functionName === name),
  }
}

onEachLog('a function of a dead-letter topic', (it) => {
  it('gets each of them once, with where it stands and how it died', async (stage) => {
    const { gateway, topics, settled, callsOf } = await startMourning(stage)
    gateway.reply = ({ functionName, body }) => (functionName === 'ship' && body === 'bad' ? 500 : 200)
    await order(topics, 'good', 'bad')
    await until(() => callsOf('mourn').length === 1)
    await settled()
    const [{ body, headers }, ...more] = callsOf('mourn') as [(typeof gateway.calls)[0]]
    assert.deepEqual([body, more], ['bad', []])
    assert.deepEqual([headers['x-topic'], headers['x-kafka-partition'], headers['x-kafka-offset']], [letters, '0', '0'])
    const death = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => {
        const [, part] = /^x-kafka-dead-letter-(.*)/.exec(name) ?? []
        return part ? [[part, value]] : []
      }),
    )
    assert.match(String(death['time']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.deepEqual(
      { ...death, time: '' },
      {
        topic: 'orders',
        partition: '0',
        offset: '1',
        function: 'ship',
        reason: 'attempts-exhausted',
        outcome: '500',
        attempts: '3',
        time: '',
      },
    )
  })

  it('is asked again for as long as it refuses or fails, and nothing becomes a dead letter twice', async (stage) => {
    const { gateway, topics, settled, callsOf } = await startMourning(stage)
    const replies = [400, 500, 500, 500, 500, 404, 'cut', 500] as const
    gateway.reply = ({ functionName, attempt }) => (functionName === 'ship' ? 400 : (replies[attempt - 1] ?? 200))
    await order(topics, 'bad')
    await until(() => gateway.done.has('bad'))
    await settled()
    const calls = callsOf('mourn')
    assert.equal(calls.length, replies.length + 1)
    for (const [index, { headers }] of calls.entries()) {
      assert.deepEqual([headers['x-topic'], headers['x-kafka-offset']], [letters, '0'])
      assert.equal(headers['x-connector-invocation'], String(index + 1))
      assert.deepEqual(
        [headers['x-kafka-dead-letter-reason'], headers['x-kafka-dead-letter-topic']],
        ['refused', 'orders'],
      )
    }
    assert.equal((await messagesOf(topics, letters)).length, 1)
    assert.ok(!(await topics.list()).includes(deadLetterTopic(letters)))
  })

  it('takes no dead letter away from a re-drive', async (stage) => {
    const { gateway, topics, settings, settled, callsOf } = await startMourning(stage)
    let isMended = false
    gateway.reply = ({ functionName }) => (functionName === 'ship' && !isMended ? 400 : 200)
    await order(topics, 'a', 'b')
    await until(() => callsOf('mourn').length === 2)
    await settled()
    isMended = true
    const group = redriveGroup(settings.group)
    const drive = () =>
      redrive({ topics, topic: 'orders', group, limit: Number.POSITIVE_INFINITY, isDryRun: false, seen() {} })
    assert.equal(await drive(), 2)
    await until(() => callsOf('ship').length === 4)
    await settled()
    assert.equal(await drive(), 0)
    assert.equal(callsOf('mourn').length, 2)
  })
})
