import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pino } from 'pino'
import { toClientConfig } from './client.ts'
import { kafkaSettings } from './settings.ts'

const logger = pino({ level: 'silent' })
const folder = mkdtempSync(join(tmpdir(), 'kafka-client-'))
after(() => rmSync(folder, { recursive: true }))

const configOf = (env: Record<string, string>) =>
  toClientConfig(kafkaSettings.read({ KAFKA_BROKERS: 'one:9092, two:9093', ...env }), logger)

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('the settings of a Kafka client', () => {
  it('name the brokers, and neither encrypt nor log in by default', () => {
    const { brokers, ssl, sasl } = configOf({})
    assert.deepEqual(brokers, ['one:9092', 'two:9093'])
    assert.equal(ssl, undefined)
    assert.equal(sasl, undefined)
  })

  it('encrypt with the authority and the client certificate of files', () => {
    const tls = {
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: file('ca', 'authority'),
      KAFKA_TLS_CERT_FILE: file('cert', 'certificate'),
      KAFKA_TLS_KEY_FILE: file('key', 'key'),
    }
    const expected = { rejectUnauthorized: true, ca: ['authority'], cert: 'certificate', key: 'key' }
    assert.deepEqual(configOf(tls).ssl, expected)
    assert.deepEqual(configOf({ KAFKA_TLS: 'true', KAFKA_TLS_INSECURE: 'true' }).ssl, { rejectUnauthorized: false })
  })

  it('log in with a user and a password, from variables or from files', () => {
    const sasl = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'bob', KAFKA_SASL_PASSWORD: 'secret' }
    const expected = { mechanism: 'scram-sha-512', username: 'bob', password: 'secret' }
    assert.deepEqual(configOf(sasl).sasl, expected)
    const files = {
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME_FILE: file('user', 'bob\n'),
      KAFKA_SASL_PASSWORD_FILE: file('password', 'secret\n'),
    }
    assert.deepEqual(configOf(files).sasl, expected)
  })

  it('are refused when something is missing', () => {
    const faulty = [
      { KAFKA_BROKERS: '' },
      { KAFKA_SASL_MECHANISM: 'plain' },
      { KAFKA_TLS: 'true', KAFKA_TLS_CA_FILE: join(folder, 'missing') },
    ]
    for (const env of faulty) assert.throws(() => configOf(env), { code: 'settings-not-valid' })
    assert.throws(() => configOf({ KAFKA_BROKERS: 'no-port' }), { code: 'settings-not-valid' })
  })
})
