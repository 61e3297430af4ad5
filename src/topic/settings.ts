import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

/** The names that a topic, and a group on it, may have: Kafka's rule for topic names, with room for the names made of them. */
const kafkaName = { pattern: '^[A-Za-z0-9._-]{1,160}$' }

/** The settings of the topic room, the same for every kind of log. */
export const topicSettings = defineSettings({
  name: {
    env: 'KAFKA_TOPIC_NAME',
    schema: Type.String({ ...kafkaName, default: 'resize-requests' }),
    about: 'The topic that carries the requests.',
  },
  group: {
    env: 'KAFKA_GROUP_NAME',
    schema: Type.String({ ...kafkaName, default: 'resize-connector' }),
    about: 'The consumer group of the connector.',
  },
  partitions: {
    env: 'TOPIC_PARTITIONS',
    schema: Type.Integer({ minimum: 1, maximum: 1000, default: 4 }),
    about: 'How many partitions a topic gets that does not exist yet.',
  },
})

/** The topic that carries the playback runs: beside that of the requests, so that the two are of one system. */
export function playbackTopicOf(requests: string): string {
  return `${requests}.playbacks`
}
