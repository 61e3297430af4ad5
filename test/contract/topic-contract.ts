import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { read, text, textOf, until } from './topic-reader.ts'
import { createTopicStage, type OpenTopics } from './topic-stage.ts'

/** The suite that every implementation of the topic port passes: what comes of messages. */
export function topicContract(name: string, open: () => Promise<OpenTopics>): void {
  describe(`topics: ${name}`, () => {
    const { start, startWith } = createTopicStage(open)

    it('gives positions, keys, values and headers back as they were written', async () => {
      const { topics, topic, group } = await startWith(1)
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      const positions = await topics.write([
        { topic, key: 'schlüssel', value: bytes, headers: { ce_id: '1', traceparent: '00-ab-cd-01', text: 'größer' } },
        { topic, key: bytes, value: new Uint8Array(0), headers: {} },
        { topic, key: null, value: Buffer.from('x'), headers: {} },
      ])
      const reader = await read(topics, topic, { group })
      await reader.count(3)
      assert.deepEqual(
        positions,
        [0, 1, 2].map((offset) => ({ topic, partition: 0, offset })),
      )
      const [first, second, third] = reader.messages
      assert.equal(first?.key?.toString(), 'schlüssel')
      assert.deepEqual(first?.headers, { ce_id: '1', traceparent: '00-ab-cd-01', text: 'größer' })
      assert.deepEqual(first?.value, Buffer.from(bytes))
      assert.ok(Number.isInteger(first?.timestamp))
      assert.deepEqual(second?.key, Buffer.from(bytes))
      assert.deepEqual(second?.value, Buffer.alloc(0))
      assert.equal(third?.key, null)
    })

    it('keeps the order within a key, and a key in one partition', async () => {
      const { topics, topic, group } = await startWith(4)
      // Random keys would leave one of the four partitions empty now and then: 20 of them once in 80 runs.
      const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`)
      for (let round = 0; round < 10; round++) await topics.write(keys.map((key) => text(topic, key, String(round))))
      const reader = await read(topics, topic, { group, maxMessages: 7 })
      await reader.count(200)
      for (const key of keys) {
        const own = reader.messages.filter((message) => message.key?.toString() === key)
        assert.equal(new Set(own.map(({ partition }) => partition)).size, 1)
        assert.deepEqual(own.map(textOf), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
      }
      assert.equal(new Set(reader.messages.map(({ partition }) => partition)).size, 4)
    })

    it('brings 10,000 messages once each', async () => {
      const { topics, topic, group } = await startWith(4)
      const reader = await read(topics, topic, { group, maxMessages: 100 })
      for (let batch = 0; batch < 20; batch++) {
        await topics.write(Array.from({ length: 500 }, (_, index) => text(topic, null, String(batch * 500 + index))))
      }
      await reader.count(10_000)
      await sleep(50)
      assert.equal(reader.messages.length, 10_000)
      assert.equal(new Set(reader.messages.map(textOf)).size, 10_000)
    })

    it('goes on behind the committed offset after a restart and brings the rest again', async () => {
      const { topics, topic, group } = await startWith(1)
      await topics.write(['0', '1', '2', '3', '4'].map((value) => text(topic, 'k', value)))
      const before = await read(topics, topic, { group })
      await before.count(5)
      await before.subscription.commit([{ topic, partition: 0, offset: 1 }])
      await before.subscription.stop()
      await before.subscription.ended
      const restarted = await start()
      const reader = await read(restarted, topic, { group })
      await reader.count(3)
      assert.deepEqual(reader.messages.map(textOf), ['2', '3', '4'])
    })

    it('never moves a commit back', async () => {
      const { topics, topic, group } = await startWith(1)
      await topics.write(['0', '1', '2'].map((value) => text(topic, 'k', value)))
      const { subscription, count } = await read(topics, topic, { group })
      await count(3)
      await subscription.commit([{ topic, partition: 0, offset: 2 }])
      await subscription.commit([{ topic, partition: 0, offset: 0 }])
      assert.deepEqual(await topics.lag(group, [topic]), [{ topic, partition: 0, committed: 3, end: 3, lag: 0 }])
    })

    it('shows how far a group is behind in each partition', async () => {
      const { topics, topic, group } = await startWith(2)
      const positions = await topics.write(Array.from({ length: 10 }, (_, index) => text(topic, null, String(index))))
      const before = await topics.lag(group, [topic])
      assert.deepEqual(before.map(({ partition }) => partition).sort(), [0, 1])
      assert.equal(
        before.map(({ lag }) => lag).reduce((sum, lag) => sum + lag),
        10,
      )
      const { subscription, count } = await read(topics, topic, { group })
      await count(10)
      await subscription.commit(positions)
      assert.ok((await topics.lag(group, [topic])).every(({ lag, committed, end }) => lag === 0 && committed === end))
    })

    it('starts a group without commits at the start or at the end, as asked', async () => {
      const { topics, topic, group } = await startWith(1)
      await topics.write([text(topic, 'k', 'old')])
      const all = await read(topics, topic, { group, initialOffset: 'earliest' })
      const latest = await read(topics, topic, { group: `${group}-latest`, initialOffset: 'latest' })
      await topics.write([text(topic, 'k', 'new')])
      await all.count(2)
      await latest.count(1)
      assert.deepEqual(all.messages.map(textOf), ['old', 'new'])
      assert.deepEqual(latest.messages.map(textOf), ['new'])
    })

    it('shows every message to every group', async () => {
      const { topics, topic, group } = await startWith(2)
      const first = await read(topics, topic, { group })
      const second = await read(topics, topic, { group: `${group}-2` })
      await topics.write(Array.from({ length: 50 }, (_, index) => text(topic, null, String(index))))
      await Promise.all([first.count(50), second.count(50)])
    })

    it('shares the partitions among the members of a group, and hands them over', async () => {
      const { topics, topic, group } = await startWith(4)
      const revoked: unknown[] = []
      const first = await read(topics, topic, { group, revoked: (partitions) => revoked.push(...partitions) })
      const second = await read(topics, topic, { group })
      await until(() => revoked.length === 2)
      const positions = await topics.write(Array.from({ length: 40 }, (_, index) => text(topic, null, String(index))))
      await until(() => first.messages.length + second.messages.length === 40)
      assert.equal(new Set(first.messages.map(({ partition }) => partition)).size, 2)
      assert.equal(new Set(second.messages.map(({ partition }) => partition)).size, 2)

      // The second commits nothing: what it had comes again, to the first.
      await first.subscription.commit(positions)
      await second.subscription.stop()
      await first.count(40)
      assert.equal(new Set(first.messages.map(textOf)).size, 40)
      await topics.write([0, 1, 2, 3].map((index) => text(topic, null, `more-${index}`)))
      await first.count(44)
    })

    it('begins the next receive of a partition only after the last one has settled', async () => {
      const { topics, topic, group } = await startWith(2)
      let running = 0
      let most = 0
      const busy = new Set<number>()
      const seen: string[] = []
      await topics.subscribe({
        group,
        topics: [{ topic, initialOffset: 'earliest' }],
        maxMessages: 3,
        async receive(messages) {
          const partition = messages[0]?.partition ?? -1
          assert.ok(messages.length <= 3)
          assert.ok(!busy.has(partition), 'one receive of a partition at a time')
          busy.add(partition)
          most = Math.max(most, ++running)
          await sleep(10)
          seen.push(...messages.map(textOf))
          running--
          busy.delete(partition)
        },
      })
      await topics.write(Array.from({ length: 30 }, (_, index) => text(topic, null, String(index))))
      await until(() => seen.length === 30)
      assert.equal(most, 2, 'the partitions go on beside each other')
    })

    it('begins no receive after stop, nor after close', async () => {
      const { topics, topic, group } = await startWith(1)
      const gate = Promise.withResolvers<void>()
      let calls = 0
      const subscription = await topics.subscribe({
        group,
        topics: [{ topic, initialOffset: 'earliest' }],
        maxMessages: 1,
        receive: () => {
          calls++
          return gate.promise
        },
      })
      await topics.write([text(topic, 'k', '0'), text(topic, 'k', '1')])
      await until(() => calls === 1)
      const stopped = subscription.stop()
      gate.resolve()
      await stopped
      await subscription.ended
      await topics.close()
      await sleep(50)
      assert.equal(calls, 1)
    })

    it('ends a membership whose receive throws, and the others take over', async () => {
      const { topics, topic, group } = await startWith(1)
      const failing = await topics.subscribe({
        group,
        topics: [{ topic, initialOffset: 'earliest' }],
        maxMessages: 1,
        receive: () => Promise.reject(new Error('broken receiver')),
      })
      await topics.write([text(topic, 'k', '0')])
      await assert.rejects(failing.ended, /broken receiver/)
      const other = await read(topics, topic, { group })
      await other.count(1)
    })
  })
}
