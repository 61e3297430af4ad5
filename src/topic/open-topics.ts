import { join } from 'node:path'
import type { Logger } from 'pino'
import { createKafkaTopics } from './kafka/kafka-topics.ts'
import { brokersOf, type KafkaSettings } from './kafka/settings.ts'
import { createLocalTopics } from './local/local-topics.ts'
import type { Topics } from './topic.ts'

/** What choosing between the kinds of log needs. */
export interface OpenTopicsOptions {
  readonly kafka: KafkaSettings
  /** The folder of the local log. */
  readonly folder: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly logger: Logger
}

/**
 * Topics on Kafka when brokers are set, else those of the local log.
 * @throws Failure `settings-not-valid`, `data-folder-not-usable`
 */
export function openTopics({ kafka, folder, clock, logger }: OpenTopicsOptions): Topics {
  if (brokersOf(kafka).length > 0) return createKafkaTopics({ settings: kafka, logger })
  return createLocalTopics({ path: join(folder, 'topic.db'), clock, logger })
}
