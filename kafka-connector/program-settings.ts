import { Type } from 'typebox'
import { readFailpoint } from '../src/failpoint/failpoint.ts'
import { defineSettings, readAll } from '../src/settings/settings.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import { readConnectorSettings } from './settings.ts'

/** What only the connector as a program of its own needs. */
export const programSettings = defineSettings({
  httpHost: {
    env: 'http_host',
    schema: Type.String({ default: '127.0.0.1' }),
    about: 'The address on which /healthz, /readyz and /metrics are served; 0.0.0.0 in a container.',
  },
  httpPort: {
    env: 'http_port',
    schema: Type.Integer({ minimum: 0, maximum: 65_535, default: 8081 }),
    about: 'The port on which they are served; 0 takes a free one.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    schema: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { default: 'info' }),
    about: 'The least severe lines that are logged.',
  },
})

/** The settings of every room that the program is made of. */
export type AllSettings = ReturnType<typeof readSettings>

/**
 * Reads the program's settings. What the connector calls by OpenFaaS's names wins over the topic room's.
 * @throws Failure `settings-not-valid` with every fault
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>) {
  const named = { ...env, KAFKA_BROKERS: env['broker_hosts'] || env['KAFKA_BROKERS'] }
  const readers = {
    program: programSettings.read,
    connector: readConnectorSettings,
    kafka: kafkaSettings.read,
    reach: readFailpoint,
  }
  const settings = readAll(readers, named)
  const { maxBytes } = settings.connector
  return { ...settings, kafka: { ...settings.kafka, maxBytes } }
}
