import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { assignPartitions } from './assign-partitions.ts'
import { createLocalTopics } from './local-topics.ts'
import { partitionOf } from './partition-of.ts'

describe('the local log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-topics-'))
  after(() => rmSync(folder, { recursive: true }))

  it('trims what is older than the retention when it opens, and never reuses an offset', async () => {
    const path = join(folder, 'trim.db')
    let now = 1000
    const clock = () => now
    const write = async (values: readonly string[]) => {
      const topics = createLocalTopics({ path, clock, retentionMs: 100 })
      await topics.ensure([{ topic: 't', partitions: 1 }])
      const messages = values.map((value) => ({ topic: 't', key: null, value: Buffer.from(value), headers: {} }))
      const positions = await topics.write(messages)
      const [lag] = await topics.lag('g', ['t'])
      await topics.close()
      return { offsets: positions.map(({ offset }) => offset), lag: lag?.lag }
    }

    assert.deepEqual(await write(Array(2500).fill('old')), { offsets: [...Array(2500).keys()], lag: 2500 })
    now += 50
    assert.deepEqual(await write(['newer']), { offsets: [2500], lag: 2501 })
    now += 60
    assert.deepEqual(await write(['newest']), { offsets: [2501], lag: 2 })
    now += 1000
    assert.deepEqual(await write(['after all were trimmed']), { offsets: [2502], lag: 1 })
  })

  it('answers topic-unavailable once it is closed', async () => {
    const topics = createLocalTopics({ path: join(folder, 'closed.db'), clock: Date.now })
    await topics.close()
    await topics.close()
    await assert.rejects(topics.write([]), { code: 'topic-unavailable' })
    await assert.rejects(topics.lag('g', ['t']), { code: 'topic-unavailable' })
  })

  it('says that its file cannot be used', () => {
    assert.throws(() => createLocalTopics({ path: folder, clock: Date.now }), { code: 'data-folder-not-usable' })
  })
})

describe('partitionOf', () => {
  it('is FNV-1a modulo the partitions', () => {
    // Published 32-bit values: "" 811c9dc5, "a" e40c292c, "foobar" bf9cf968.
    const published = [
      ['', 0x811c9dc5],
      ['a', 0xe40c292c],
      ['foobar', 0xbf9cf968],
    ] as const
    for (const [key, hash] of published) {
      for (const partitions of [1, 4, 1000]) assert.equal(partitionOf(Buffer.from(key), partitions), hash % partitions)
    }
  })
})

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
