import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Delivery } from '../../src/operation/event.ts'
import { deliveryOf } from './delivery-of.ts'

const place = { 'x-topic': 'requests', 'x-kafka-partition': '1', 'x-kafka-offset': '7' }
const told = {
  'x-connector-instance': 'host:1',
  'x-connector-invocation': '2',
  'x-connector-dispatched-at': '2023-11-14T22:13:20.123Z',
}
const position = { topic: 'requests', partition: 1, offset: 7 }

test('what the connector tells of a message is taken as it is', () => {
  const dispatch = { connector: 'host:1', invocation: 2, toldAt: 1_700_000_000_123 }
  assert.deepEqual(deliveryOf({ headers: { ...place, ...told } }), { ...position, dispatch })
  const written = { 'x-kafka-ce_time': '2023-11-14T22:13:20.100Z' }
  const writtenAt = 1_700_000_000_100
  assert.deepEqual(deliveryOf({ headers: { ...place, ...written } }), { ...position, writtenAt })
  assert.deepEqual(deliveryOf({ headers: { ...place, ...told, 'x-kafka-ce_time': 'then' } }), { ...position, dispatch })
})

test('a call by hand was brought by nobody, whatever it says of it', () => {
  assert.equal(deliveryOf({ headers: {} }), undefined)
  assert.equal(deliveryOf({ headers: told }), undefined)
  assert.equal(deliveryOf({ headers: { ...place, 'x-kafka-offset': '' } }), undefined)
})

test('of a dispatch that is told in another form, only where the message stood is known', () => {
  const others = {
    'x-connector-instance': ['', 'two words', 'x'.repeat(201)],
    'x-connector-invocation': ['', '-1', '1.5', 'many', '9'.repeat(16)],
    'x-connector-dispatched-at': ['', 'yesterday', '1700000000123', '2023-11-14', '2023-13-14T22:13:20.123Z'],
  }
  for (const [name, values] of Object.entries(others)) {
    for (const value of values) {
      assert.deepEqual(deliveryOf({ headers: { ...place, ...told, [name]: value } }), position, `${name}: ${value}`)
    }
    const { [name as keyof typeof told]: _, ...without } = told
    assert.deepEqual(deliveryOf({ headers: { ...place, ...without } }), position)
  }
})

test('whatever the headers are, what is taken of them can be kept', () => {
  const names = fc.constantFrom(...Object.keys({ ...place, ...told }))
  fc.assert(
    fc.property(fc.dictionary(names, fc.string({ unit: 'binary' })), (headers) => {
      const delivery: Delivery = deliveryOf({ headers: { ...place, ...told, ...headers } }) ?? position
      const { dispatch, ...where } = delivery
      assert.ok(Number.isSafeInteger(where.partition) && Number.isSafeInteger(where.offset))
      if (!dispatch) return
      assert.ok(Number.isSafeInteger(dispatch.toldAt) && dispatch.connector.length <= 200)
    }),
  )
})
