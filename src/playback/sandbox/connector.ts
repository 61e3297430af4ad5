import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Message, Subscription, Topics } from '../../topic/topic.ts'
import type { Part } from './part.ts'

/** How many messages of one partition are handed over at the same time. */
const IN_FLIGHT = 16

/** How long a message that a part did not settle waits before it is handed over again. */
const AGAIN_AFTER_MS = 100

/** A topic, and the part that takes its messages. */
export interface Connection {
  readonly topic: string
  readonly group: string
  readonly to: Part
  /** Hands a partition's messages over one after the other; otherwise several at a time. */
  readonly inOrder: boolean
}

/** A connector in one of its lives. */
export interface ConnectorLife {
  /** Takes nothing more, commits nothing more. */
  end(): Promise<void>
}

interface ConnectorOptions {
  readonly topics: Topics
  readonly connections: readonly Connection[]
  readonly logger: Logger
  /** Told of each message that is handed over. */
  readonly delivered: (connection: Connection, message: Message) => void
  /** Told what should never happen: the membership broke. */
  readonly broken: (error: unknown) => void
}

/**
 * The sandbox's connector: brings messages to parts, again and again until they settle them, and commits behind what is
 * settled. It is what the real connector is to functions, without retry topics and dead letters: in a sandbox every message
 * can be settled, and a measure of a model should not be one of its delivery policy.
 */
export async function startConnector(options: ConnectorOptions): Promise<ConnectorLife> {
  const { topics, connections, delivered, broken, logger } = options
  const life = new AbortController()
  const subscriptions = await Promise.all(connections.map(subscribe))
  return {
    async end() {
      life.abort()
      await Promise.all(subscriptions.map((subscription) => subscription.stop()))
    },
  }

  async function subscribe(connection: Connection): Promise<Subscription> {
    const { topic, group, inOrder } = connection
    const joined = Promise.withResolvers<Subscription>()
    joined.promise.catch(() => {})
    const subscription = topics.subscribe({
      group,
      topics: [{ topic, initialOffset: 'earliest' }],
      maxMessages: IN_FLIGHT,
      async receive(messages) {
        if (inOrder) for (const message of messages) await bring(connection, message)
        else await Promise.all(messages.map((message) => bring(connection, message)))
        const last = messages.at(-1)
        if (last) await commit(await joined.promise, last)
      },
    })
    subscription.then(joined.resolve, joined.reject)
    ;(await subscription).ended.catch((error: unknown) => {
      if (!life.signal.aborted) broken(error)
    })
    return await subscription
  }

  async function commit(subscription: Subscription, last: Message): Promise<void> {
    while (!life.signal.aborted) {
      try {
        await subscription.commit([last])
        return
      } catch {
        await sleep(AGAIN_AFTER_MS, undefined, { signal: life.signal }).catch(() => {})
      }
    }
  }

  async function bring(connection: Connection, message: Message): Promise<void> {
    while (!life.signal.aborted) {
      delivered(connection, message)
      try {
        await connection.to.handle(message)
        return
      } catch (error) {
        logger.debug({ err: error, topic: connection.topic }, 'a message comes again')
        await sleep(AGAIN_AFTER_MS, undefined, { signal: life.signal }).catch(() => {})
      }
    }
  }
}
