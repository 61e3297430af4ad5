import { redrive, redriveGroup } from '../../kafka-connector/re-drive.ts'
import { deathOf } from '../../kafka-connector/retry-topics.ts'
import type { ConnectorSettings } from '../../kafka-connector/settings.ts'
import { Failure } from '../errors/failure.ts'
import { OPERATION_ID } from '../operation/operation.ts'
import { deadLetterTopic, isDeadLetterTopic } from '../topic/derived-topics.ts'
import type { Topics } from '../topic/topic.ts'

/** A message that could not be delivered, as people look at it. */
export interface DeadLetter extends ReturnType<typeof deathOf> {
  readonly partition: number
  readonly offset: number
  /** The operation that it is about, when its key is an ID. */
  readonly operation?: string
}

/** The dead letters of the connector's topics. */
export interface DeadLetters {
  /** How many wait in each topic. @throws Failure `topic-unavailable` */
  count(): Promise<{ topic: string; waiting: number }[]>
  /** The first `limit` that wait. @throws Failure `request-not-valid` for a foreign topic, `topic-unavailable` */
  list(topic: string, limit: number): Promise<DeadLetter[]>
  /** Brings up to `limit` back to their functions. @returns how many went @throws as `list` */
  redrive(topic: string, limit: number): Promise<number>
}

interface DeadLetterParts {
  readonly topics: Topics
  readonly connector: Pick<ConnectorSettings, 'topics' | 'group'>
}

/** Counts, lists and re-drives by the connector's own rules: its command `re-drive` sees the same letters. */
export function createDeadLetters({ topics, connector }: DeadLetterParts): DeadLetters {
  const group = redriveGroup(connector.group)
  // A dead letter does not become one again.
  const ownTopics = connector.topics.filter((topic) => !isDeadLetterTopic(topic))
  const drive = async (topic: string, limit: number, isDryRun: boolean, seen: (letter: DeadLetter) => void) => {
    if (!ownTopics.includes(topic)) {
      throw new Failure('request-not-valid', { detail: `topic must be one of ${ownTopics.join(', ')}.` })
    }
    if (!(await topics.list()).includes(deadLetterTopic(topic))) return 0
    return await redrive({
      topics,
      topic,
      group,
      limit,
      isDryRun,
      seen({ partition, offset, key, headers }) {
        const operation = key?.toString('latin1') ?? ''
        seen({ partition, offset, ...(OPERATION_ID.test(operation) && { operation }), ...deathOf({ headers }) })
      },
    })
  }
  return {
    async count() {
      const existing = new Set(await topics.list())
      return await Promise.all(
        ownTopics.map(async (topic) => {
          const letters = deadLetterTopic(topic)
          const lags = existing.has(letters) ? await topics.lag(group, [letters]) : []
          return { topic, waiting: lags.reduce((sum, { lag }) => sum + lag, 0) }
        }),
      )
    },
    async list(topic, limit) {
      const letters: DeadLetter[] = []
      await drive(topic, limit, true, (letter) => letters.push(letter))
      return letters
    },
    redrive: (topic, limit) => drive(topic, limit, false, () => {}),
  }
}
