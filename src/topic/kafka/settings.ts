import { Type } from 'typebox'
import { defineSettings } from '../../settings/settings.ts'

const path = Type.String({ default: '' })

/** The settings of topics on Kafka. */
export const kafkaSettings = defineSettings({
  brokers: {
    env: 'KAFKA_BROKERS',
    schema: Type.String({ pattern: '^(\\s*[^\\s,:]+:\\d{1,5}\\s*(,|$))*$', default: '' }),
    about: 'The Kafka servers to begin with, a comma list of host:port.',
  },
  clientId: {
    env: 'KAFKA_CLIENT_ID',
    schema: Type.String({ pattern: '^[A-Za-z0-9._-]{1,200}$', default: 'picture-resize' }),
    about: "The name under which the client appears in Kafka's logs, metrics and quotas.",
  },
  replicationFactor: {
    env: 'KAFKA_REPLICATION_FACTOR',
    schema: Type.Integer({ minimum: -1, maximum: 100, default: -1 }),
    about: "How many brokers keep a topic that is made here; -1: the brokers' own default.",
  },
  minInsyncReplicas: {
    env: 'KAFKA_MIN_INSYNC_REPLICAS',
    schema: Type.Integer({ minimum: -1, maximum: 100, default: -1 }),
    about: "How many brokers must have a message before it counts as written; -1: the brokers' own default.",
  },
  maxBytes: {
    env: 'KAFKA_MAX_BYTES',
    schema: Type.Integer({ minimum: 1024, maximum: 1_073_741_824, default: 1_048_576 }),
    about: 'How many bytes of one partition are fetched at once. A larger message is fetched alone.',
  },
  sessionTimeoutMs: {
    env: 'KAFKA_SESSION_TIMEOUT_MS',
    schema: Type.Integer({ minimum: 6000, maximum: 300_000, default: 10_000 }),
    about: 'After that long without a sign of life the partitions of a reader go to the others of its group.',
  },
  writeTimeoutMs: {
    env: 'KAFKA_WRITE_TIMEOUT_MS',
    schema: Type.Integer({ minimum: 100, maximum: 300_000, default: 5000 }),
    about: 'How long writing a message is tried before it counts as failed.',
  },
  tls: {
    env: 'KAFKA_TLS',
    schema: Type.Boolean({ default: false }),
    about: 'Encrypt the connections to Kafka.',
  },
  tlsInsecure: {
    env: 'KAFKA_TLS_INSECURE',
    schema: Type.Boolean({ default: false }),
    about: 'Accept every certificate of a broker. For trying things out only.',
  },
  tlsCaFile: {
    env: 'KAFKA_TLS_CA_FILE',
    schema: path,
    about: "The file of the certificate authority (PEM) that signed the brokers' certificates.",
  },
  tlsCertFile: {
    env: 'KAFKA_TLS_CERT_FILE',
    schema: path,
    about: 'The file of the client certificate (PEM), where the brokers ask for one.',
  },
  tlsKeyFile: {
    env: 'KAFKA_TLS_KEY_FILE',
    schema: path,
    about: "The file of the client certificate's key (PEM).",
  },
  saslMechanism: {
    env: 'KAFKA_SASL_MECHANISM',
    schema: Type.Enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'], { default: 'none' }),
    about: 'How to log in to Kafka.',
  },
  saslUsername: {
    env: 'KAFKA_SASL_USERNAME',
    schema: Type.String({ default: '' }),
    about: 'The user to log in as.',
  },
  saslUsernameFile: {
    env: 'KAFKA_SASL_USERNAME_FILE',
    schema: path,
    about: 'The file with the user, instead of KAFKA_SASL_USERNAME.',
  },
  saslPassword: {
    env: 'KAFKA_SASL_PASSWORD',
    schema: Type.String({ default: '' }),
    about: "The user's password.",
    secret: true,
  },
  saslPasswordFile: {
    env: 'KAFKA_SASL_PASSWORD_FILE',
    schema: path,
    about: 'The file with the password, instead of KAFKA_SASL_PASSWORD.',
  },
})

/** The settings of topics on Kafka, as they are read. */
export type KafkaSettings = ReturnType<typeof kafkaSettings.read>

/** The brokers of a comma list. */
export function brokersOf({ brokers }: Pick<KafkaSettings, 'brokers'>): string[] {
  return brokers.split(',').flatMap((broker) => broker.trim() || [])
}
