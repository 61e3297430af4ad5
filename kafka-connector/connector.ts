import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { Agent } from 'undici'
import type { Topics } from '../src/topic/topic.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { createDeliver } from './deliver.ts'
import { writeUntilDone } from './durable-write.ts'
import { listFunctions } from './function-list.ts'
import { readGatewayAuthorization } from './gateway-credentials.ts'
import { createGroupReader } from './group-reader.ts'
import { createInvoker } from './invoker.ts'
import { type ConnectorMetrics, createConnectorMetrics } from './metrics.ts'
import { createPace, type Pace } from './pace.ts'
import { deadLetterTopic, retryTopicsOf, toDelivery } from './retry-topics.ts'
import type { ConnectorSettings } from './settings.ts'
import { createTopicMap } from './topic-map.ts'

const drainDeadlineMs = 20_000

/** What the connector needs. */
export interface ConnectorOptions {
  readonly topics: Topics
  readonly settings: ConnectorSettings
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly logger: Logger
  readonly metrics?: Registry
  /** From 0 (included) to 1. */
  readonly random?: () => number
}

/** What the connector does at the moment. */
export interface ConnectorStats {
  /** The functions of each topic. */
  readonly functions: Readonly<Record<string, readonly string[]>>
  /** The topics that are paused because all of their invocations fail. */
  readonly paused: readonly string[]
}

/** The connector: brings the messages of topics to functions, and decides by their answers. */
export interface Connector {
  /**
   * Makes the topics that are missing and begins to read. Does not wait for the gateway.
   * @throws Failure `topic-unavailable`
   */
  start(): Promise<void>
  /**
   * Drains: takes no more, lets invocations in flight end, commits and leaves its group. Invocations that last longer
   * than the deadline (20 seconds by default) are given up; their messages come again.
   */
  stop(deadlineMs?: number): Promise<void>
  stats(): ConnectorStats
  /** Resolves after `stop`; rejects when the connector broke and its process should be started again. */
  readonly ended: Promise<void>
}

/**
 * A connector that has not started.
 * @throws Failure `settings-not-valid` when the gateway's credentials cannot be read
 */
export function createConnector(options: ConnectorOptions): Connector {
  const { topics, settings, clock, logger, metrics: registry = new Registry(), random = Math.random } = options
  const authorization = settings.basicAuth ? readGatewayAuthorization(settings.secretMountPath) : undefined
  const names = topicNames(settings)
  const dispatcher = new Agent()
  const ending = Promise.withResolvers<void>()
  // Whoever runs the connector listens to `ended`.
  ending.promise.catch(() => {})

  const metrics = createConnectorMetrics(registry, () => topics.lag(settings.group, names.read))
  const breakers = new Map<string, Breaker>()
  const breakerOf = (topic: string): Breaker =>
    getOrSet(breakers, topic, () => createTopicBreaker(topic, settings, random, metrics, logger))
  const paces = new Map<string, Pace>()
  const topicMap = createTopicMap({
    topics: settings.topics,
    list: () => listFunctions({ gatewayUrl: settings.gatewayUrl, authorization, dispatcher }),
    rebuildIntervalMs: settings.rebuildIntervalMs,
    logger,
  })
  const reader = createGroupReader({
    topics,
    subscription: {
      group: settings.group,
      // What waits in a retry topic was taken once already; it is never skipped.
      topics: names.read.map((topic) => ({
        topic,
        initialOffset: names.origins.has(topic) ? 'earliest' : settings.initialOffset,
      })),
    },
    maxInFlight: settings.maxInFlight,
    toDelivery: (message) => toDelivery(message, names.origins.get(message.topic)),
    deliver: createDeliver({
      topicMap,
      invoke: createInvoker({ ...settings, timeoutMs: settings.upstreamTimeoutMs, dispatcher, clock }),
      breakerOf,
      paceOf: (functionName) => getOrSet(paces, functionName, () => createPace(clock)),
      write: (message, signal) => writeUntilDone(topics, message, signal, logger),
      rules: settings,
      print: { response: settings.printResponse, body: settings.printResponseBody },
      clock,
      metrics,
      logger,
    }),
    clock,
    logger,
    broken(error) {
      logger.fatal({ err: error }, 'the connector broke')
      ending.reject(error)
    },
  })

  const stop = async (deadlineMs: number): Promise<void> => {
    topicMap.stop()
    await reader.stop(deadlineMs, () => dispatcher.destroy())
    for (const breaker of breakers.values()) breaker.stop()
    await dispatcher.destroy()
    ending.resolve()
  }
  let stopping: Promise<void> | undefined

  return {
    async start() {
      await topics.ensure(names.all.map((topic) => ({ topic, partitions: settings.partitions })))
      for (const topic of settings.topics) breakerOf(topic)
      topicMap.start()
      await reader.start()
      logger.info({ topics: settings.topics, group: settings.group }, 'the connector reads')
    },
    stop(deadlineMs = drainDeadlineMs) {
      stopping ??= stop(deadlineMs)
      return stopping
    },
    stats: () => ({
      functions: Object.fromEntries(topicMap.current()),
      paused: [...breakers].flatMap(([topic, breaker]) => (breaker.paused ? [topic] : [])),
    }),
    ended: ending.promise,
  }
}

/** The topics that are read, all that must exist, and which topic a retry topic belongs to. */
function topicNames({ topics, retryDelaysMs }: ConnectorSettings) {
  const origins = new Map(
    topics.flatMap((topic) =>
      retryTopicsOf(topic, retryDelaysMs.length).map((name): [string, string] => [name, topic]),
    ),
  )
  const read = [...topics, ...origins.keys()]
  return { origins, read, all: [...read, ...topics.map(deadLetterTopic)] }
}

function createTopicBreaker(
  topic: string,
  { pauseAfter, probeDelaysMs }: ConnectorSettings,
  random: () => number,
  metrics: ConnectorMetrics,
  logger: Logger,
): Breaker {
  metrics.paused.set({ topic }, 0)
  const changed = (paused: boolean): void => {
    metrics.paused.set({ topic }, paused ? 1 : 0)
    logger.warn({ topic }, paused ? 'all invocations fail: the topic is paused' : 'the topic goes on')
  }
  return createBreaker({ pauseAfter, probeDelaysMs, random, changed })
}

function getOrSet<V>(map: Map<string, V>, key: string, create: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = create()
  map.set(key, value)
  return value
}
