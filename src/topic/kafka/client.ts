import { readFileSync } from 'node:fs'
import { Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs'
import type { Logger } from 'pino'
import { Failure } from '../../errors/failure.ts'
import { quietIdleConnections } from './idle-connections.ts'
import { createLogCreator, kafkaLevelOf } from './log-creator.ts'
import { brokersOf, type KafkaSettings } from './settings.ts'

quietIdleConnections()

/**
 * A client of a Kafka cluster; it connects when it is used.
 * @throws Failure `settings-not-valid` when a file cannot be read or something is missing
 */
export function createClient(settings: KafkaSettings, logger: Logger): Kafka {
  return new Kafka(toClientConfig(settings, logger))
}

/** The settings as kafkajs takes them. @throws Failure `settings-not-valid` */
export function toClientConfig(settings: KafkaSettings, logger: Logger): KafkaConfig {
  const brokers = brokersOf(settings)
  if (brokers.length === 0) throw notValid('KAFKA_BROKERS must be set.')
  const sasl = toSasl(settings)
  return {
    clientId: settings.clientId,
    brokers,
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    logLevel: kafkaLevelOf(logger),
    logCreator: createLogCreator(logger),
    ...(settings.tls ? { ssl: toTls(settings) } : {}),
    ...(sasl ? { sasl } : {}),
  }
}

function toTls({ tlsInsecure, tlsCaFile, tlsCertFile, tlsKeyFile }: KafkaSettings) {
  return {
    rejectUnauthorized: !tlsInsecure,
    ...(tlsCaFile ? { ca: [read('KAFKA_TLS_CA_FILE', tlsCaFile)] } : {}),
    ...(tlsCertFile ? { cert: read('KAFKA_TLS_CERT_FILE', tlsCertFile) } : {}),
    ...(tlsKeyFile ? { key: read('KAFKA_TLS_KEY_FILE', tlsKeyFile) } : {}),
  }
}

function toSasl(settings: KafkaSettings): SASLOptions | undefined {
  const { saslMechanism: mechanism, saslUsernameFile, saslPasswordFile } = settings
  if (mechanism === 'none') return undefined
  const username = saslUsernameFile ? read('KAFKA_SASL_USERNAME_FILE', saslUsernameFile) : settings.saslUsername
  const password = saslPasswordFile ? read('KAFKA_SASL_PASSWORD_FILE', saslPasswordFile) : settings.saslPassword
  if (!username || !password) throw notValid('KAFKA_SASL_MECHANISM asks for a user and a password.')
  return { mechanism, username, password }
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw notValid(`${name}: ${path} cannot be read.`, error)
  }
}

function notValid(message: string, error?: unknown): Failure {
  return new Failure('settings-not-valid', { message, cause: error === undefined ? [message] : [message, error] })
}
