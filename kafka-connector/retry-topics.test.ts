import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { deadLetterTopic, retryTopicsOf } from '../src/topic/derived-topics.ts'
import type { Message, OutgoingMessage } from '../src/topic/topic.ts'
import { levelFor, toDeadLetter, toDelivery, toRetry } from './retry-topics.ts'

const delaysMs = [1000, 5000, 30_000]
const message: Message = {
  topic: 'orders',
  partition: 3,
  offset: 42,
  key: Buffer.from([0xff, 0x00]),
  value: Buffer.from('value'),
  headers: { ce_id: '1', 'x-connector-attempts': '99', 'X-Connector-Function': 'forged' },
  timestamp: 5,
}
const attempted = {
  group: 'shop',
  functionName: 'ship',
  tally: { attempts: 1, errors: 0 },
  answer: { kind: 'answered', status: 503, body: '' },
  now: 10_000,
} as const

const asRead = ({ topic, key, value, headers }: OutgoingMessage): Message => ({
  topic,
  partition: 0,
  offset: 7,
  key: key === null ? null : Buffer.from(key),
  value: Buffer.from(value),
  headers,
  timestamp: 0,
})

describe('the retry topics', () => {
  it('have names after their topic and level', () => {
    assert.deepEqual(retryTopicsOf('orders', 3), ['orders.retry.1', 'orders.retry.2', 'orders.retry.3'])
    assert.equal(deadLetterTopic('orders'), 'orders.dead-letter')
  })

  it('bring a message back with where it came from, for whom it is and what was tried', () => {
    const retry = toRetry(toDelivery(message, undefined), attempted, 1000, delaysMs)
    assert.equal(retry.topic, 'orders.retry.1')
    assert.deepEqual(retry.key, message.key)
    assert.deepEqual(retry.headers, {
      ce_id: '1',
      'x-connector-topic': 'orders',
      'x-connector-partition': '3',
      'x-connector-offset': '42',
      'x-connector-group': 'shop',
      'x-connector-function': 'ship',
      'x-connector-attempts': '1',
      'x-connector-errors': '0',
      'x-connector-outcome': '503',
      'x-connector-not-before': '11000',
    })
    const { message: _, ...delivery } = toDelivery(asRead(retry), 'orders')
    assert.deepEqual(delivery, {
      origin: { topic: 'orders', partition: 3, offset: 42 },
      functionName: 'ship',
      group: 'shop',
      tally: { attempts: 1, errors: 0 },
      notBefore: 11_000,
    })
  })

  it('keep the origin over several retries, up to the dead letter', () => {
    const once = toRetry(toDelivery(message, undefined), attempted, 1000, delaysMs)
    const twice = toRetry(toDelivery(asRead(once), 'orders'), { ...attempted, now: 20_000 }, 5000, delaysMs)
    assert.equal(twice.topic, 'orders.retry.2')
    const last = { ...attempted, tally: { attempts: 3, errors: 1 }, answer: { kind: 'timed-out' }, now: 0 } as const
    const dead = toDeadLetter(toDelivery(asRead(twice), 'orders'), last, 'refused')
    assert.equal(dead.topic, 'orders.dead-letter')
    assert.deepEqual(dead.headers, {
      ce_id: '1',
      'x-connector-topic': 'orders',
      'x-connector-partition': '3',
      'x-connector-offset': '42',
      'x-connector-group': 'shop',
      'x-connector-function': 'ship',
      'x-connector-attempts': '3',
      'x-connector-errors': '1',
      'x-connector-outcome': 'timed-out',
      'x-connector-reason': 'refused',
      'x-connector-time': '1970-01-01T00:00:00.000Z',
    })
  })

  it('tell the function of a dead-letter topic how a dead letter died, also when it comes again', () => {
    const dead = toDeadLetter(toDelivery(message, undefined), { ...attempted, now: 0 }, 'refused')
    const delivery = toDelivery(asRead(dead), undefined)
    const told = {
      ce_id: '1',
      'dead-letter-topic': 'orders',
      'dead-letter-partition': '3',
      'dead-letter-offset': '42',
      'dead-letter-function': 'ship',
      'dead-letter-reason': 'refused',
      'dead-letter-outcome': '503',
      'dead-letter-attempts': '1',
      'dead-letter-time': '1970-01-01T00:00:00.000Z',
    }
    assert.deepEqual(delivery.message.headers, told)
    assert.deepEqual(delivery.origin, { topic: 'orders.dead-letter', partition: 0, offset: 7 })
    assert.deepEqual(delivery.tally, { attempts: 0, errors: 0 })
    const retry = toRetry(delivery, { ...attempted, functionName: 'mourn' }, 1000, delaysMs)
    assert.equal(retry.topic, 'orders.dead-letter.retry.1')
    const again = toDelivery(asRead(retry), 'orders.dead-letter')
    assert.deepEqual(again.origin, delivery.origin)
    assert.equal(again.functionName, 'mourn')
    const { headers } = again.message
    for (const [name, value] of Object.entries(told)) assert.equal(headers[name], value)
  })

  it('believe no connector header of a message that comes from its own topic', () => {
    assert.deepEqual(toDelivery(message, undefined), {
      message,
      origin: { topic: 'orders', partition: 3, offset: 42 },
      tally: { attempts: 0, errors: 0 },
      notBefore: 0,
    })
  })

  it('take a message that somebody else wrote into a retry topic as a first attempt', () => {
    const strange = { ...message, headers: { 'x-connector-attempts': 'many', 'x-connector-not-before': '-1' } }
    assert.deepEqual(toDelivery(strange, 'orders').tally, { attempts: 0, errors: 0 })
    assert.equal(toDelivery(strange, 'orders').notBefore, 0)
  })

  it('choose the first level that is as long as the delay, else the last', () => {
    assert.deepEqual(
      [0, 1000, 1001, 5000, 30_000, 30_001].map((delayMs) => levelFor(delayMs, delaysMs)),
      [1, 1, 2, 2, 3, 3],
    )
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.nat(), (delays, delayMs) => {
        const level = levelFor(delayMs, delays)
        assert.ok(level >= 1 && level <= delays.length)
      }),
    )
  })
})
