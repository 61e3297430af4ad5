import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pino } from 'pino'
import { type ListedFunction, parseFunctionList } from './function-list.ts'
import { buildTopicMap, createTopicMap } from './topic-map.ts'

const taking = (name: string, topic?: string): ListedFunction => ({
  name,
  annotations: topic === undefined ? {} : { topic },
})

describe('the topic map', () => {
  it('reads comma lists and wildcards from the annotation "topic"', () => {
    const functions = [
      taking('ship', 'orders, returns'),
      taking('audit', '*'),
      taking('europe', 'orders.*.eu'),
      taking('none'),
      taking('cron', 'cron-function'),
      taking('empty', ' , '),
    ]
    assert.deepEqual(Object.fromEntries(buildTopicMap(functions, ['orders', 'orders.big.eu', 'ordersXbigXeu'], ',')), {
      orders: ['audit', 'ship'],
      'orders.big.eu': ['audit', 'europe'],
      ordersXbigXeu: ['audit'],
    })
  })

  it('takes another delimiter', () => {
    const map = buildTopicMap([taking('ship', 'orders;a,b')], ['orders', 'a,b', 'a'], ';')
    assert.deepEqual(Object.fromEntries(map), { orders: ['ship'], 'a,b': ['ship'], a: [] })
  })

  it('keeps the last map while the gateway is away, and lets waiting messages go when a function appears', async () => {
    let answer: () => ListedFunction[] = () => []
    const topicMap = createTopicMap({
      topics: ['a', 'b'],
      delimiter: ',',
      list: async () => answer(),
      rebuildIntervalMs: 1,
      logger: pino({ level: 'silent' }),
    })
    topicMap.start()
    const { signal } = new AbortController()
    const waiting = topicMap.functionsOf('a', signal)
    answer = () => [taking('f', 'a')]
    assert.deepEqual(await waiting, ['f'])

    let calls = 0
    await new Promise<void>((resolve) => {
      answer = () => {
        if (++calls === 3) resolve()
        throw new Error('away')
      }
    })
    assert.deepEqual(await topicMap.functionsOf('a', signal), ['f'])

    const leaving = new AbortController()
    const lonely = topicMap.functionsOf('b', leaving.signal)
    leaving.abort(new Error('leaving'))
    await assert.rejects(lonely, /leaving/)
    topicMap.stop()
  })
})

describe("the gateway's list of functions", () => {
  it('may have functions without annotations', () => {
    const list = [
      { name: 'a', annotations: { topic: 't', n: 5 }, replicas: 1 },
      { name: 'b', annotations: null },
    ]
    assert.deepEqual(parseFunctionList(list), [taking('a', 't'), taking('b')])
  })

  it('is refused when it is something else', () => {
    for (const answer of [null, 'text', {}, [null], [{}], [{ name: '' }], [{ name: 5 }]]) {
      assert.throws(() => parseFunctionList(answer), /gateway/)
    }
  })
})
