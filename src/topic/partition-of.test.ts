import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { murmur2, partitionOf } from './partition-of.ts'

describe('the partition of a key', () => {
  it("has the hash of Kafka's own client", () => {
    // From Kafka's UtilsTest.testMurmur2.
    const known = { '21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536 }
    for (const [key, hash] of Object.entries(known)) assert.equal(murmur2(Buffer.from(key)), hash)
    assert.equal(murmur2(Buffer.from('lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8')), -58897971)
  })

  it('is the one that kafkajs picks', () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner()
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 1, max: 100 }), (bytes, partitions) => {
        const key = Buffer.from(bytes)
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionId,
          partitionErrorCode: 0,
          leader: 1,
          replicas: [],
          isr: [],
        }))
        const picked = partitioner({ topic: 't', partitionMetadata, message: { key, value: null } })
        assert.equal(partitionOf(key, partitions), picked)
      }),
    )
  })
})
