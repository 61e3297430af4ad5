import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { Agent } from 'undici'
import type { Topics } from '../src/topic/topic.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { type ConnectorTopics, connectorTopics, neededTopics } from './connector-topics.ts'
import { createDeliver } from './deliver.ts'
import { listFunctions } from './function-list.ts'
import { readGatewayAuthorization } from './gateway-credentials.ts'
import { createGroupReader, type GroupReader } from './group-reader.ts'
import { createInvoker } from './invoker.ts'
import { type ConnectorMetrics, createConnectorMetrics } from './metrics.ts'
import { createPace, type Pace } from './pace.ts'
import { toDelivery } from './retry-topics.ts'
import type { ConnectorSettings } from './settings.ts'
import { createTopicMap } from './topic-map.ts'
import { untilDone } from './until-done.ts'

const drainDeadlineMs = 20_000

/** What the connector needs. */
export interface ConnectorOptions {
  readonly topics: Topics
  readonly settings: ConnectorSettings
  /** The name of this one among several, as histories show it. */
  readonly name: string
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
  /** Whether it is a member of its group; false before it started, while it drains and after it broke. */
  readonly isReading: boolean
}

/** The connector: brings the messages of topics to functions, and decides by their answers. */
export interface Connector {
  /**
   * Makes the topics that are missing and begins to read. Waits for topics that cannot be reached yet: a process that
   * ended over them would be started again after ever longer delays, and come back long after they did. Does not wait
   * for the gateway.
   * @throws Failure `topic-unavailable` when they are lost again before it reads
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
  const { name, topics, settings, clock, logger, metrics: registry = new Registry(), random = Math.random } = options
  const authorization = settings.basicAuth ? readGatewayAuthorization(settings.secretMountPath) : undefined
  const dispatcher = new Agent()
  const ending = Promise.withResolvers<void>()
  // Whoever runs the connector listens to `ended`.
  ending.promise.catch(() => {})

  let names: ConnectorTopics = { read: [], origins: new Map() }
  let reader: GroupReader | undefined
  let isReading = false
  const stopped = new AbortController()

  const metrics = createConnectorMetrics(registry, () => topics.lag(settings.group, names.read))
  const breakers = new Map<string, Breaker>()
  const breakerOf = (topic: string): Breaker =>
    getOrSet(breakers, topic, () => createTopicBreaker(topic, settings, random, metrics, logger))
  const paces = new Map<string, Pace>()
  const topicMap = createTopicMap({
    topics: settings.topics,
    delimiter: settings.topicDelimiter,
    list: () => listFunctions({ gatewayUrl: settings.gatewayUrl, authorization, dispatcher }),
    rebuildIntervalMs: settings.rebuildIntervalMs,
    logger,
  })
  const deliver = createDeliver({
    group: settings.group,
    topicMap,
    invoke: createInvoker({ ...settings, name, timeoutMs: settings.upstreamTimeoutMs, dispatcher, clock }),
    breakerOf,
    paceOf: (functionName) => getOrSet(paces, functionName, () => createPace(clock)),
    // Only then may the message that it stands for be settled.
    async write(message, signal) {
      await untilDone(
        () => topics.write([message]),
        signal,
        (error) =>
          logger.warn({ err: error, topic: message.topic }, 'a message could not be written; it is tried again'),
      )
    },
    rules: settings,
    print: { request: settings.printRequestBody, response: settings.printResponse, body: settings.printResponseBody },
    clock,
    metrics,
    logger,
  })

  const createReader = ({ read, origins }: ConnectorTopics): GroupReader =>
    createGroupReader({
      topics,
      subscription: {
        group: settings.group,
        // What waits in a retry topic was taken once already; it is never skipped.
        topics: read.map((topic) => ({
          topic,
          initialOffset: origins.has(topic) ? 'earliest' : settings.initialOffset,
        })),
      },
      maxInFlight: settings.maxInFlight,
      toDelivery: (message) => toDelivery(message, origins.get(message.topic)),
      deliver,
      clock,
      logger,
      broken(error) {
        isReading = false
        logger.fatal({ err: error }, 'the connector broke')
        ending.reject(error)
      },
    })

  const prepareTopics = async (): Promise<ConnectorTopics> => {
    await topics.ensure(neededTopics(settings))
    return connectorTopics(settings, await topics.list())
  }

  const stop = async (deadlineMs: number): Promise<void> => {
    isReading = false
    stopped.abort()
    topicMap.stop()
    await reader?.stop(deadlineMs, () => dispatcher.destroy())
    for (const breaker of breakers.values()) breaker.stop()
    await dispatcher.destroy()
    ending.resolve()
  }
  let stopping: Promise<void> | undefined

  return {
    async start() {
      const prepared = await untilDone(prepareTopics, stopped.signal, (error) => {
        logger.warn({ err: error }, 'the topics cannot be reached yet')
      }).catch(() => undefined)
      // It was stopped meanwhile.
      if (!prepared) return
      names = prepared
      for (const topic of settings.topics) breakerOf(topic)
      topicMap.start()
      reader = createReader(names)
      await reader.start()
      isReading = true
      logger.info({ topics: settings.topics, group: settings.group }, 'the connector reads')
    },
    stop(deadlineMs = drainDeadlineMs) {
      stopping ??= stop(deadlineMs)
      return stopping
    },
    stats: () => ({
      functions: Object.fromEntries(topicMap.current()),
      isReading,
      paused: [...breakers].flatMap(([topic, breaker]) => (breaker.paused ? [topic] : [])),
    }),
    ended: ending.promise,
  }
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
