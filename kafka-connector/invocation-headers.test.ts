import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../src/topic/topic.ts'
import { invocationHeaders } from './invocation-headers.ts'
import { toDelivery } from './retry-topics.ts'

const invocation = { connector: 'host:1', dispatchedAt: 1_700_000_000_123 }
const headersOf = (changes: Partial<Message>) => {
  const message = { topic: 't', partition: 2, offset: 7, key: null, value: Buffer.alloc(0), headers: {}, timestamp: 0 }
  return invocationHeaders(toDelivery({ ...message, ...changes }, undefined), 'application/json', invocation)
}

describe('the headers of an invocation', () => {
  it('say where the message stands', () => {
    assert.deepEqual(headersOf({}), {
      'Content-Type': 'application/json',
      'X-Connector': 'picture-resize-kafka-connector',
      'X-Connector-Instance': 'host:1',
      'X-Connector-Invocation': '1',
      'X-Connector-Dispatched-At': '2023-11-14T22:13:20.123Z',
      'X-Topic': 't',
      'X-Kafka-Partition': '2',
      'X-Kafka-Offset': '7',
    })
  })

  it('carry a key as text, or in base64 when HTTP cannot carry it', () => {
    const keyOf = (key: Buffer) => {
      const headers = headersOf({ key })
      return [headers['X-Kafka-Key'], headers['X-Kafka-Key-Enc']]
    }
    assert.deepEqual(keyOf(Buffer.from('an id')), ['an id', undefined])
    assert.deepEqual(keyOf(Buffer.from([0xff, 0x0a])), ['/wo=', 'b64'])
    assert.deepEqual(keyOf(Buffer.from('größe')), [Buffer.from('größe').toString('base64'), 'b64'])
    assert.deepEqual(keyOf(Buffer.from(' edge')), [Buffer.from(' edge').toString('base64'), 'b64'])
  })

  it('carry the headers of the message, and traceparent and content-type as themselves', () => {
    const headers = headersOf({
      headers: { ce_id: '1', traceparent: '00-ab-cd-01', 'content-type': 'text/csv', note: 'größer als 50%' },
    })
    assert.equal(headers['X-Kafka-ce_id'], '1')
    assert.equal(headers['X-Kafka-traceparent'], '00-ab-cd-01')
    assert.equal(headers['traceparent'], '00-ab-cd-01')
    assert.equal(headers['Content-Type'], 'text/csv')
    assert.equal(headers['X-Kafka-note'], 'gr%C3%B6%C3%9Fer%20als%2050%25')
  })

  it('tell a content-type only when it is a media type: a server refuses anything else', () => {
    const typeOf = (value: string) => headersOf({ headers: { 'content-type': value } })['Content-Type']
    assert.equal(typeOf('image/svg+xml; charset=utf-8'), 'image/svg+xml;charset=utf-8')
    for (const none of ['', 'json', 'text/', '/csv', 'text /csv', 'größe/x', 'a,b/c']) {
      assert.equal(typeOf(none), 'application/json', none)
    }
    assert.equal(headersOf({ headers: { 'content-type': 'json' } })['X-Kafka-content-type'], 'json')
  })

  it("never let a message replace the connector's own, nor show what the connector noted", () => {
    const headers = headersOf({ headers: { Offset: '0', 'key-enc': 'b64', 'x-connector-attempts': '3' } })
    assert.deepEqual(headers, headersOf({}))
  })

  it('are valid HTTP whatever the message carries', () => {
    const anything = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(fc.dictionary(anything, anything), fc.uint8Array(), (headers, key) => {
        for (const [name, value] of Object.entries(headersOf({ headers, key: Buffer.from(key) }))) {
          assert.match(name, /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
          assert.match(value, /^[\x20-\x7e]*$/)
        }
      }),
    )
  })
})
