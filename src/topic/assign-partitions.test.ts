import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { assignPartitions } from './assign-partitions.ts'

describe('assignPartitions', () => {
  it('gives every partition that is read to exactly one of its readers, evenly', () => {
    const membersArbitrary = fc.array(fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c')), { maxLength: 5 })
    fc.assert(
      fc.property(membersArbitrary, fc.integer({ min: 1, max: 8 }), (topicsOfMembers, count) => {
        const members = topicsOfMembers.map((topics) => ({ reads: (topic: string) => topics.includes(topic) }))
        const partitions = ['a', 'b', 'c'].flatMap((topic) =>
          Array.from({ length: count }, (_, partition) => ({ topic, partition })),
        )
        const assignment = assignPartitions(members, partitions)
        const wanted = partitions.filter(({ topic }) => members.some((member) => member.reads(topic)))
        assert.deepEqual(new Set([...assignment.values()].flat()), new Set(wanted))
        assert.equal([...assignment.values()].flat().length, wanted.length)
        for (const [member, assigned] of assignment) assert.ok(assigned.every(({ topic }) => member.reads(topic)))
        for (const topic of ['a', 'b', 'c']) {
          const shares = members
            .filter((member) => member.reads(topic))
            .map((member) => assignment.get(member)?.filter((partition) => partition.topic === topic).length ?? 0)
          assert.ok(Math.max(0, ...shares) - Math.min(count, ...shares) <= 1 || shares.length === 0)
        }
      }),
    )
  })
})
