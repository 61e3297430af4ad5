import { type KafkaSettings, kafkaSettings } from '../src/topic/kafka/settings.ts'

/** A Kafka cluster that the suites run against. */
export interface KafkaServers {
  readonly name: string
  readonly settings: KafkaSettings
}

/** The kinds of cluster: the variable with its brokers, and what a topic needs there. */
const kinds = [
  { env: 'KAFKA_BROKERS', name: 'Kafka', more: {} },
  {
    env: 'KAFKA3_BROKERS',
    name: 'Kafka with three brokers',
    more: { KAFKA_REPLICATION_FACTOR: '3', KAFKA_MIN_INSYNC_REPLICAS: '2' },
  },
  { env: 'KAFKA_ZK_BROKERS', name: 'Kafka with ZooKeeper', more: {} },
]

/** The clusters whose brokers are given in the environment. */
export const kafkaServers: readonly KafkaServers[] = kinds.flatMap(({ env, name, more }) => {
  const brokers = process.env[env]
  if (!brokers) return []
  // The shortest session that brokers accept: tests wait for the partitions of a killed member.
  return [{ name, settings: kafkaSettings.read({ KAFKA_BROKERS: brokers, KAFKA_SESSION_TIMEOUT_MS: '6000', ...more }) }]
})

/** Says in one line which clusters the suites do without, and how to have them run there. */
export function sayWhatIsLeftOut(): void {
  const missing = kinds.filter(({ env }) => !process.env[env])
  if (missing.length === 0) return
  const names = missing.map(({ env, name }) => `${name} (${env}=host:port,…)`)
  process.stdout.write(`Left out: the suites on ${names.join(', ')}. Set the variables to run them.\n`)
}
