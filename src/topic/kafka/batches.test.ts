import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { messageBytes } from '../message-bytes.ts'
import { toBatches } from './batches.ts'

const message = (bytes: number, key: string | null = null) => ({
  topic: 't',
  key,
  value: Buffer.alloc(bytes),
  headers: { one: 'two' },
})

describe('batches', () => {
  it('keep every message and the order, and stay under the limit unless a message alone is over it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000)), fc.integer({ min: 1, max: 5000 }), (sizes, maxBytes) => {
        const messages = sizes.map((size) => message(size))
        const batches = toBatches(messages, maxBytes)
        assert.deepEqual(batches.flat(), messages)
        for (const batch of batches) {
          const size = batch.map(messageBytes).reduce((sum, bytes) => sum + bytes)
          assert.ok(batch.length === 1 || size <= maxBytes)
        }
      }),
    )
  })

  it('count key, value and headers', () => {
    assert.equal(messageBytes(message(10, 'größe')) - messageBytes(message(0)), 17)
  })
})
