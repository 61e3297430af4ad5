import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import type { KafkaSettings } from '../src/topic/kafka/settings.ts'
import { createLocalTopics } from '../src/topic/local/local-topics.ts'
import type { Topics } from '../src/topic/topic.ts'
import { kafkaServers } from './kafka-servers.ts'
import { logger } from './logger.ts'

/** A log that is a test's own. It can be written as JSON, so that a child process opens the same one. */
export type TopicLog =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'kafka'; readonly settings: KafkaSettings; readonly prefix: string }

/** A kind of log that a suite runs on. */
export interface LogKind {
  readonly name: string
  /** A new, empty log; `folder` is for what it keeps in files. */
  create(folder: string): TopicLog
}

/** The local log, and every Kafka cluster that is given in the environment. */
export const logKinds: readonly LogKind[] = [
  { name: 'the local log', create: (folder) => ({ kind: 'local', path: join(folder, 'topic.db') }) },
  ...kafkaServers.map(({ name, settings }) => ({
    name,
    create: () => ({ kind: 'kafka', settings, prefix: `test-${randomUUID()}-` }) as const,
  })),
]

/** Opens a log. */
export function openLog(log: TopicLog): Topics {
  if (log.kind === 'local') return createLocalTopics({ path: log.path, clock: Date.now })
  return withPrefix(createKafkaTopics({ settings: log.settings, logger }), log.prefix)
}

/** Topics whose names, and the names of the groups on them, have a prefix: a part of a cluster that looks like a whole. */
function withPrefix(topics: Topics, prefix: string): Topics {
  const inner = <T extends { readonly topic: string }>(each: T): T => ({ ...each, topic: prefix + each.topic })
  const outer = <T extends { readonly topic: string }>(each: T): T => ({
    ...each,
    topic: each.topic.slice(prefix.length),
  })
  return {
    ensure: (each) => topics.ensure(each.map(inner)),
    list: async () =>
      (await topics.list()).flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : [])),
    write: async (messages) => (await topics.write(messages.map(inner))).map(outer),
    async subscribe(options) {
      const subscription = await topics.subscribe({
        ...options,
        group: prefix + options.group,
        topics: options.topics.map(inner),
        receive: (messages) => options.receive(messages.map(outer)),
        revoked: (partitions) => options.revoked?.(partitions.map(outer)),
      })
      return { ...subscription, commit: (positions) => subscription.commit(positions.map(inner)) }
    },
    readAll: (topic, receive) => topics.readAll(prefix + topic, (messages) => receive(messages.map(outer))),
    remove: (what) =>
      topics.remove({
        topics: what.topics.map((topic) => prefix + topic),
        groups: what.groups.map((group) => prefix + group),
      }),
    lag: async (group, names) => {
      const lags = await topics.lag(
        prefix + group,
        names.map((name) => prefix + name),
      )
      return lags.map(outer)
    },
    close: () => topics.close(),
  }
}
