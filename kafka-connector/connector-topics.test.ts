import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { connectorTopics, neededTopics } from './connector-topics.ts'
import { readConnectorSettings } from './settings.ts'

const settings = { ...readConnectorSettings({}), topics: ['orders', 'a.b'], retryDelaysMs: [1, 2], partitions: 3 }

describe("the connector's topics", () => {
  it('are read with a retry topic for each delay', () => {
    const { read, origins } = connectorTopics(settings, [])
    assert.deepEqual(read, ['orders', 'a.b', 'orders.retry.1', 'orders.retry.2', 'a.b.retry.1', 'a.b.retry.2'])
    assert.equal(origins.get('a.b.retry.2'), 'a.b')
    assert.equal(origins.get('orders'), undefined)
  })

  it('include the retry topics of delays that are no longer there, and no others', () => {
    const existing = [
      'orders',
      'orders.retry.2',
      'orders.retry.7',
      'orders.retry.x',
      'more.orders.retry.1',
      'aXb.retry.3',
    ]
    const { read, origins } = connectorTopics(settings, existing)
    assert.equal(origins.get('orders.retry.7'), 'orders')
    assert.equal(read.length, 7)
  })

  it('have no dead letters of dead letters, and name each topic once', () => {
    const both = { ...settings, topics: ['orders', 'orders.dead-letter'] }
    const needed = neededTopics(both).map(({ topic }) => topic)
    assert.deepEqual(needed, [
      'orders',
      'orders.retry.1',
      'orders.retry.2',
      'orders.dead-letter',
      'orders.dead-letter.retry.1',
      'orders.dead-letter.retry.2',
    ])
    const { read, origins } = connectorTopics(both, needed)
    assert.deepEqual(new Set(read), new Set(needed))
    assert.equal(origins.get('orders.dead-letter.retry.1'), 'orders.dead-letter')
    assert.equal(origins.get('orders.dead-letter'), undefined)
  })

  it('have room for a message of the largest size and what is added to it', () => {
    const needed = new Map(neededTopics(settings).map((each) => [each.topic, each]))
    assert.deepEqual(needed.get('orders'), { topic: 'orders', partitions: 3 })
    assert.ok(Number(Object(needed.get('orders.dead-letter')).maxMessageBytes) > settings.maxBytes)
    assert.equal(needed.size, 8)
  })

  it('have one partition where they seldom have a message', () => {
    const partitions = new Map(neededTopics(settings).map((each) => [each.topic, each.partitions]))
    assert.deepEqual([partitions.get('orders.retry.2'), partitions.get('orders.dead-letter')], [1, 3])
  })
})
