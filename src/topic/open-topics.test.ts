import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pino } from 'pino'
import { kafkaSettings } from './kafka/settings.ts'
import { openTopics } from './open-topics.ts'

describe('opening topics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-topics-'))
  after(() => rmSync(folder, { recursive: true }))
  const open = (env: Record<string, string>) =>
    openTopics({ kafka: kafkaSettings.read(env), folder, clock: Date.now, logger: pino({ level: 'silent' }) })

  it('opens Kafka when brokers are set, and makes no file', async () => {
    const topics = open({ KAFKA_BROKERS: 'kafka:9092' })
    assert.deepEqual(readdirSync(folder), [])
    await topics.close()
  })

  it('opens the local log otherwise', async () => {
    const topics = open({})
    await topics.ensure([{ topic: 'orders', partitions: 1 }])
    assert.deepEqual(await topics.list(), ['orders'])
    await topics.close()
  })
})
