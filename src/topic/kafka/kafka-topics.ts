import type { Admin } from 'kafkajs'
import type { Logger } from 'pino'
import type { Message, NewTopic, PartitionLag, Subscription, Topics } from '../topic.ts'
import { createClient } from './client.ts'
import { joinGroup } from './membership.ts'
import { readAll } from './read-all.ts'
import type { KafkaSettings } from './settings.ts'
import { orUnavailable, protocolErrorOf } from './topic-failure.ts'
import { createWriter } from './writer.ts'

/** What topics on Kafka need. */
export interface KafkaTopicsOptions {
  readonly settings: KafkaSettings
  readonly logger: Logger
}

/**
 * Topics on a Kafka cluster. It connects when it is used for the first time.
 * @throws Failure `settings-not-valid`
 */
export function createKafkaTopics({ settings, logger }: KafkaTopicsOptions): Topics {
  const kafka = createClient(settings, logger)
  const writer = createWriter({ kafka, writeTimeoutMs: settings.writeTimeoutMs })
  const subscriptions = new Set<Subscription>()
  let connected: Promise<Admin> | undefined

  const connect = async (): Promise<Admin> => {
    const admin = kafka.admin({ retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 6 } })
    await admin.connect()
    return admin
  }

  const withAdmin = <T>(work: (admin: Admin) => Promise<T>): Promise<T> =>
    orUnavailable(async () => {
      connected ??= connect()
      const current = connected
      try {
        return await work(await current)
      } catch (error) {
        // An admin client that knows of a topic which is gone, or could not connect, does not recover by itself.
        if (connected === current) connected = undefined
        current.then((admin) => admin.disconnect()).catch(() => {})
        throw error
      }
    })

  return {
    ensure: (topics) => withAdmin((admin) => createMissing(admin, topics, settings)),
    list: () => withAdmin((admin) => admin.listTopics()),
    write: (messages) => writer.write(messages),
    subscribe: (subscription) =>
      withAdmin(async (admin) => {
        const joined = await joinGroup({ kafka, admin, settings, subscription, logger })
        subscriptions.add(joined)
        const forget = () => subscriptions.delete(joined)
        joined.ended.then(forget, forget)
        return joined
      }),
    async readAll(topic, receive) {
      let refused: { readonly error: unknown } | undefined
      const receiveOrNote = async (messages: readonly Message[]) => {
        try {
          await receive(messages)
        } catch (error) {
          refused = { error }
          throw error
        }
      }
      await withAdmin((admin) => readAll({ kafka, admin, topic, receive: receiveOrNote })).catch((error: unknown) => {
        // What the receiver threw is not Kafka's.
        throw refused ? refused.error : error
      })
    },
    async remove(what) {
      await withAdmin((admin) => removeExisting(admin, what))
      // Both would ask for the topics that are gone from now on.
      writer.renew()
      await connected?.then((admin) => admin.disconnect()).catch(() => {})
      connected = undefined
    },
    lag: (group, topics) => withAdmin((admin) => readLag(admin, group, topics)),
    async close() {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await writer.close()
      await connected?.then((admin) => admin.disconnect()).catch(() => {})
      connected = undefined
    },
  }
}

async function createMissing(admin: Admin, topics: readonly NewTopic[], settings: KafkaSettings): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const missing = topics.filter(({ topic }) => !existing.has(topic))
  for (const { topic, partitions, maxMessageBytes } of missing) {
    const configEntries = [
      ...(settings.minInsyncReplicas > 0
        ? [{ name: 'min.insync.replicas', value: String(settings.minInsyncReplicas) }]
        : []),
      ...(maxMessageBytes ? [{ name: 'max.message.bytes', value: String(maxMessageBytes) }] : []),
    ]
    const { replicationFactor } = settings
    try {
      await admin.createTopics({ topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }] })
    } catch (error) {
      // Another process was faster.
      if (protocolErrorOf(error) !== 'TOPIC_ALREADY_EXISTS') throw error
    }
  }
}

async function removeExisting(admin: Admin, what: Parameters<Topics['remove']>[0]): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const topics = what.topics.filter((topic) => existing.has(topic))
  if (topics.length > 0) await admin.deleteTopics({ topics })
  if (what.groups.length === 0) return
  const { groups } = await admin.listGroups()
  const asked = new Set(what.groups)
  const known = groups.flatMap(({ groupId }) => (asked.has(groupId) ? groupId : []))
  if (known.length > 0) await admin.deleteGroups(known)
}

/** The committed offsets are asked for first, so that the lag is never too small. */
async function readLag(admin: Admin, group: string, topics: readonly string[]): Promise<PartitionLag[]> {
  if (topics.length === 0) return []
  const offsets = await admin.fetchOffsets({ groupId: group, topics: [...topics] })
  const known = new Map(
    offsets.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }): [string, number] => [`${topic}/${partition}`, Number(offset)]),
    ),
  )
  const lags = await Promise.all(
    topics.map(async (topic) => {
      const bounds = await admin.fetchTopicOffsets(topic)
      return bounds.map(({ partition, low, high }) => {
        const end = Number(high)
        const committed = Math.min(end, Math.max(Number(low), known.get(`${topic}/${partition}`) ?? -1))
        return { topic, partition, committed, end, lag: end - committed }
      })
    }),
  )
  return lags.flat()
}
