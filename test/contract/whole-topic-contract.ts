import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message, Topics } from '../../src/topic/topic.ts'
import { read, text, textOf } from './topic-reader.ts'
import { createTopicStage, type OpenTopics } from './topic-stage.ts'

/** A topic that was just removed may still be in the way for a moment. */
async function untilMade(topics: Topics, topic: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await topics.ensure([{ topic, partitions: 2 }])
      return await topics.write([text(topic, 'probe', 'new')]).then(() => {})
    } catch (error) {
      assert.ok(tries < 50, String(error))
      await sleep(100)
    }
  }
}

/** The suite that every implementation of the topic port passes: what can be done with a topic as a whole. */
export function wholeTopicContract(name: string, open: () => Promise<OpenTopics>): void {
  describe(`topics as a whole: ${name}`, () => {
    const { startWith } = createTopicStage(open)

    it('reads the whole of a topic to its present end, and leaves no trace', async () => {
      const { topics, topic, group } = await startWith(3)
      const values = Array.from({ length: 250 }, (_, index) => String(index))
      await topics.write(values.map((value) => text(topic, value, value)))
      const seen: Message[] = []
      for (const expected of [250, 251]) {
        seen.length = 0
        await topics.readAll(topic, (messages) => void seen.push(...messages))
        assert.equal(new Set(seen.map(textOf)).size, expected)
        assert.equal(seen.length, expected)
        await topics.write([text(topic, 'k', 'more')])
      }
      for (const partition of [0, 1, 2]) {
        const offsets = seen.filter((message) => message.partition === partition).map(({ offset }) => offset)
        assert.deepEqual(
          offsets,
          offsets.toSorted((one, other) => one - other),
        )
      }
      assert.ok((await topics.lag(group, [topic])).every(({ committed }) => committed === 0))
      await topics.ensure([{ topic: `${topic}-empty`, partitions: 1 }])
      await topics.readAll(`${topic}-empty`, () => assert.fail('an empty topic has no messages'))
      await assert.rejects(
        topics.readAll(topic, () => Promise.reject(new Error('broken receiver'))),
        /broken receiver/,
      )
      await assert.rejects(
        topics.readAll(`missing-${randomUUID()}`, () => {}),
        { code: 'topic-unavailable' },
      )
    })

    it('removes topics and groups, also those that are gone already', async () => {
      const { topics, topic, group } = await startWith(2)
      await topics.write([text(topic, 'k', '0')])
      const { subscription, count, messages } = await read(topics, topic, { group })
      await count(1)
      await subscription.commit(messages)
      await subscription.stop()
      for (let time = 0; time < 2; time++) await topics.remove({ topics: [topic, `missing-${topic}`], groups: [group] })
      assert.ok(!(await topics.list()).includes(topic))
      // A topic of the same name begins anew, and so does the group on it.
      await untilMade(topics, topic)
      const again = await read(topics, topic, { group })
      await again.count(1)
      assert.deepEqual(again.messages.map(textOf), ['new'])
    })

    it('ensures topics again without changing them, and refuses unknown ones', async () => {
      const { topics, topic, group } = await startWith(3)
      await topics.write([text(topic, 'k', '0')])
      await topics.ensure([{ topic, partitions: 3 }])
      await topics.ensure([{ topic, partitions: 5 }])
      assert.equal((await topics.lag(group, [topic])).length, 3)
      await assert.rejects(topics.write([text(`missing-${randomUUID()}`, 'k', '0')]), { code: 'topic-unavailable' })
    })
  })
}
