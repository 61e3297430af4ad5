import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Failure } from '../src/errors/failure.ts'
import type { Setting } from '../src/settings/settings.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import { programSettings } from './program-settings.ts'
import { connectorSettings, readConnectorSettings } from './settings.ts'

describe("the connector's settings", () => {
  it('have defaults for everything', () => {
    assert.deepEqual(readConnectorSettings({}), {
      gatewayUrl: 'http://127.0.0.1:8080',
      brokerHosts: '',
      topics: ['resize-requests', 'resize-requests.dead-letter', 'resize-requests.playbacks'],
      topicDelimiter: ',',
      group: 'resize-connector',
      initialOffset: 'earliest',
      partitions: 4,
      maxBytes: 1_048_576,
      upstreamTimeoutMs: 120_000,
      rebuildIntervalMs: 3000,
      contentType: 'application/json',
      asyncInvocation: false,
      printRequestBody: false,
      printResponse: false,
      printResponseBody: false,
      basicAuth: false,
      secretMountPath: '/run/secrets',
      maxInFlight: 16,
      maxAttempts: 5,
      retryDelaysMs: [1000, 5000, 30_000, 120_000, 600_000],
      pauseAfter: 10,
      probeDelaysMs: [500, 1000, 2000, 5000, 10_000],
    })
  })

  it("take topic and group from the topic room, unless the connector has its own, under OpenFaaS's names", () => {
    const shared = { KAFKA_TOPIC_NAME: 'one', KAFKA_GROUP_NAME: 'many' }
    const { topics, group } = readConnectorSettings(shared)
    assert.deepEqual([topics, group], [['one', 'one.dead-letter', 'one.playbacks'], 'many'])
    const own = readConnectorSettings({
      ...shared,
      topics: 'a, b ,a',
      group: 'g',
      gateway_url: 'http://gateway:8080/',
      initial_offset: 'newest',
      upstream_timeout: '1m30s',
    })
    assert.deepEqual([own.topics, own.group], [['a', 'b'], 'g'])
    assert.deepEqual(
      [own.gatewayUrl, own.initialOffset, own.upstreamTimeoutMs],
      ['http://gateway:8080', 'latest', 90_000],
    )
  })

  it('report every fault at once', () => {
    const env = {
      gateway_url: 'gateway',
      retry_delays: '1s,',
      max_in_flight: '0',
      topics: 'a b',
      TOPIC_PARTITIONS: 'x',
    }
    assert.throws(
      () => readConnectorSettings(env),
      (error) => {
        assert.ok(error instanceof Failure && error.code === 'settings-not-valid')
        for (const name of Object.keys(env)) assert.match(error.message, new RegExp(`^${name} `, 'm'))
        return true
      },
    )
  })

  it('stand in the README with their defaults', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
    const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
    const rooms = [connectorSettings, programSettings, kafkaSettings]
    for (const { env, schema } of rooms.flatMap(({ definition }) => Object.values<Setting>(definition))) {
      // The connector has these under OpenFaaS's names.
      if (env === 'KAFKA_BROKERS' || env === 'KAFKA_MAX_BYTES') continue
      const standard = 'default' in schema ? String(schema.default) : ''
      const row = rows.find((line) => line.split('|')[1]?.includes(`\`${env}\``))
      assert.ok(row?.split('|')[2]?.includes(standard), `${env} with ${standard}`)
    }
  })
})
