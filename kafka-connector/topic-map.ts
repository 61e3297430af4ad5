import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ListedFunction } from './function-list.ts'
import { createWaitingLine } from './waiting-line.ts'

/** Which functions take the messages of which topic, as their `topic` annotations say. */
export interface TopicMap {
  /** Begins to rebuild the map at its interval, the first time at once. */
  start(): void
  stop(): void
  current(): ReadonlyMap<string, readonly string[]>
  /**
   * The functions of a topic; waits until there is one. A message that nobody takes stays where it is: it was written
   * for somebody, and a function that is not listed is most likely being deployed. Its partition waits with it, which
   * costs nothing, because nobody takes the following messages either.
   * @throws the signal's reason when it aborts before
   */
  functionsOf(topic: string, signal: AbortSignal): Promise<readonly string[]>
}

/** What the topic map needs. */
export interface TopicMapOptions {
  /** The topics that are read. */
  readonly topics: readonly string[]
  /** What stands between the topics of an annotation. */
  readonly delimiter: string
  list(): Promise<readonly ListedFunction[]>
  readonly rebuildIntervalMs: number
  readonly logger: Logger
}

/** A topic map, empty until it is started. While the gateway is away, the last map stays. */
export function createTopicMap({ topics, delimiter, list, rebuildIntervalMs, logger }: TopicMapOptions): TopicMap {
  const stopped = new AbortController()
  const line = createWaitingLine()
  const lonely = new Set<string>()
  let map: ReadonlyMap<string, readonly string[]> = new Map()
  let isAway = false

  const rebuild = async (): Promise<void> => {
    try {
      const next = buildTopicMap(await list(), topics, delimiter)
      if (isAway) logger.info('the gateway lists its functions again')
      isAway = false
      if (!isSame(map, next)) logger.info({ topics: Object.fromEntries(next) }, 'topic map rebuilt')
      map = next
      while (line.letIn());
    } catch (error) {
      if (!isAway) logger.warn({ err: error }, 'the gateway does not list its functions; the last topic map stays')
      isAway = true
    }
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await rebuild()
      await sleep(rebuildIntervalMs, undefined, { signal: stopped.signal })
    }
  }

  return {
    start() {
      // Only the interrupted sleep rejects.
      run().catch(() => {})
    },
    stop: () => stopped.abort(),
    current: () => map,
    async functionsOf(topic, signal) {
      for (;;) {
        const functions = map.get(topic) ?? []
        if (functions.length > 0) {
          lonely.delete(topic)
          return functions
        }
        if (!lonely.has(topic)) logger.warn({ topic }, 'no function takes this topic; its messages wait')
        lonely.add(topic)
        await line.wait(signal)
      }
    },
  }
}

/**
 * The functions of each topic. The annotation `topic` is a list; `*` stands for any run of characters, as in
 * `orders.*`.
 */
export function buildTopicMap(
  functions: readonly ListedFunction[],
  topics: readonly string[],
  delimiter: string,
): ReadonlyMap<string, readonly string[]> {
  const takers = functions.map(({ name, annotations }) => ({
    name,
    takes: toMatcher(annotations['topic'] ?? '', delimiter),
  }))
  return new Map(
    topics.map((topic) => [topic, takers.flatMap(({ name, takes }) => (takes(topic) ? [name] : [])).sort()]),
  )
}

function toMatcher(annotation: string, delimiter: string): (topic: string) => boolean {
  const patterns = annotation.split(delimiter).flatMap((part) => part.trim() || [])
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split(/\*+/).map((text) => text.replace(/[^A-Za-z0-9]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`)
  })
  return (topic) => expressions.some((expression) => expression.test(topic))
}

function isSame(one: ReadonlyMap<string, readonly string[]>, other: ReadonlyMap<string, readonly string[]>): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other])
}
