import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '../src/topic/kafka/client.ts'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import type { Message } from '../src/topic/topic.ts'
import { read, text, textOf, until } from './contract/topic-reader.ts'
import { kafkaServers } from './kafka-servers.ts'
import { logger } from './logger.ts'

for (const { name, settings } of kafkaServers) {
  describe(`what only ${name} can do wrong`, () => {
    const topics = createKafkaTopics({ settings, logger })
    after(() => topics.close())
    const create = async (partitions: number) => {
      const topic = `kafka-${randomUUID()}`
      await topics.ensure([{ topic, partitions }])
      return { topic, group: `group-${randomUUID()}` }
    }

    it('keeps a member whose receiver works longer than a session lasts, and its other partitions go on', async () => {
      const { topic, group } = await create(2)
      const slow = Promise.withResolvers<void>()
      const received: Message[] = []
      let revoked = 0
      const subscription = await topics.subscribe({
        group,
        topics: [{ topic, initialOffset: 'earliest' }],
        maxMessages: 10,
        async receive(messages) {
          received.push(...messages)
          if (messages[0]?.partition === 0) await slow.promise
        },
        revoked: () => revoked++,
      })
      await topics.write(Array.from({ length: 10 }, (_, index) => text(topic, null, String(index))))
      await until(() => received.some(({ partition }) => partition === 0))
      await sleep(settings.sessionTimeoutMs * 1.5)
      await topics.write(Array.from({ length: 10 }, (_, index) => text(topic, null, `more-${index}`)))
      await until(() => received.filter(({ partition }) => partition === 1).length === 10)
      slow.resolve()
      await until(() => received.length === 20)
      await subscription.commit(received)
      assert.equal(revoked, 0)
      assert.ok((await topics.lag(group, [topic])).every(({ lag }) => lag === 0))
      await subscription.stop()
    })

    it('tells a member that was away of its loss, and its commits do nothing', async () => {
      const { topic, group } = await create(1)
      await topics.write(Array.from({ length: 10 }, (_, index) => text(topic, 'k', String(index))))
      const program = `
        const { createKafkaTopics } = await import(${JSON.stringify(import.meta.resolve('../src/topic/kafka/kafka-topics.ts'))})
        const { logger } = await import(${JSON.stringify(import.meta.resolve('./logger.ts'))})
        const topics = createKafkaTopics({ settings: ${JSON.stringify(settings)}, logger })
        const subscription = await topics.subscribe({
          group: '${group}',
          topics: [{ topic: '${topic}', initialOffset: 'earliest' }],
          maxMessages: 100,
          async receive() { process.send('received') },
          revoked() { process.send('revoked') },
        })
        process.on('message', async () => {
          await subscription.commit([{ topic: '${topic}', partition: 0, offset: 3 }])
          process.send('committed')
        })`
      const away = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      const said: unknown[] = []
      away.on('message', (message) => said.push(message))
      await until(() => said.includes('received'))
      away.kill('SIGSTOP')
      const other = await read(topics, topic, { group, maxMessages: 100 })
      await other.count(10)
      await other.subscription.commit(other.messages)
      away.kill('SIGCONT')
      away.send('commit')
      await until(() => said.includes('revoked') && said.includes('committed'))
      const [{ committed } = { committed: -1 }] = await topics.lag(group, [topic])
      assert.equal(committed, 10)
      const ended = once(away, 'exit')
      away.kill('SIGKILL')
      await ended
      await other.subscription.stop()
    })

    it('ends a membership whose topic is gone, also while a receiver works and fetching is paused', async () => {
      const { topic, group } = await create(1)
      await topics.write(Array.from({ length: 5000 }, (_, index) => text(topic, null, String(index))))
      const slow = Promise.withResolvers<void>()
      const subscription = await topics.subscribe({
        group,
        topics: [{ topic, initialOffset: 'earliest' }],
        maxMessages: 1,
        receive: () => slow.promise,
      })
      const other = await create(1)
      const admin = createClient(settings, logger).admin()
      await admin.connect()
      await admin.deleteTopics({ topics: [topic] })
      await admin.disconnect()
      // Something to fetch for: what is paused is not asked for, so its loss would not be noticed.
      slow.resolve()
      await assert.rejects(subscription.ended, { code: 'topic-unavailable' })
      const others = [text(other.topic, 'k', 'others are still written')]
      await topics.write(others).catch(() => topics.write(others))
    })

    it('writes and reads more in one call than a broker takes in one batch', async () => {
      const { topic, group } = await create(1)
      const value = Buffer.alloc(400_000, 7)
      const messages = Array.from({ length: 12 }, (_, index) => ({ topic, key: String(index), value, headers: {} }))
      const positions = await topics.write(messages)
      assert.deepEqual(
        positions.map(({ offset }) => offset),
        messages.map((_, index) => index),
      )
      const reader = await read(topics, topic, { group, maxMessages: 5 })
      await reader.count(12)
      assert.ok(reader.messages.every((message) => message.value.equals(value)))
      await reader.subscription.stop()
    })

    it('brings a message that is too large for its topic back as a failure that says so', async () => {
      const topic = `kafka-${randomUUID()}`
      await topics.ensure([{ topic, partitions: 1, maxMessageBytes: 10_000 }])
      const message = { topic, key: null, value: Buffer.alloc(20_000), headers: {} }
      await assert.rejects(topics.write([message]), { code: 'topic-unavailable', message: /MESSAGE_TOO_LARGE/ })
    })

    it('gives each member only what it reads when members read different topics', async () => {
      const one = await create(2)
      const other = await create(2)
      const { group } = one
      const first = await read(topics, one.topic, { group })
      const second = await read(topics, other.topic, { group })
      await topics.write(
        [one, other].flatMap(({ topic }) => [1, 2, 3, 4].map((value) => text(topic, null, `${topic}-${value}`))),
      )
      await first.count(4)
      await second.count(4)
      assert.ok(first.messages.every((message) => textOf(message).startsWith(one.topic)))
      await first.subscription.stop()
      await second.subscription.stop()
    })

    it('skips nothing that was written while a group that starts at the end changes hands', async () => {
      const { topic, group } = await create(1)
      await topics.write([text(topic, 'k', 'before')])
      const first = await read(topics, topic, { group, initialOffset: 'latest' })
      await first.subscription.stop()
      await topics.write([text(topic, 'k', 'between')])
      const second = await read(topics, topic, { group, initialOffset: 'latest' })
      await second.count(1)
      assert.deepEqual(second.messages.map(textOf), ['between'])
      await second.subscription.stop()
    })
  })
}

describe('Kafka that is not there', () => {
  it('fails soon, as a topic that is unavailable', async () => {
    const settings = kafkaSettings.read({ KAFKA_BROKERS: '127.0.0.1:1', KAFKA_WRITE_TIMEOUT_MS: '300' })
    const topics = createKafkaTopics({ settings, logger })
    await assert.rejects(topics.write([text('t', null, 'x')]), { code: 'topic-unavailable' })
    await topics.close()
  })
})
