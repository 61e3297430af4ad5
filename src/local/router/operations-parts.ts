import { Failure } from '../../errors/failure.ts'
import type { OperationStore } from '../../operation/ports.ts'
import type { Topics } from '../../topic/topic.ts'

interface Openers {
  /** Undefined where there is none that processes share. */
  readonly openStore: (() => Promise<OperationStore>) | undefined
  readonly openTopics: (() => Topics) | undefined
}

/** Store and topics for the operations view of a router. */
export interface OperationsParts {
  /** @throws Failure `store-unavailable`, `not-available-here` */
  store(): Promise<OperationStore>
  /** @throws Failure `not-available-here` */
  topics(): Topics
  close(): Promise<void>
}

/**
 * Opened when somebody looks for the first time, and never before: a router routes without either. What could not be
 * opened is tried again at the next look.
 */
export function createOperationsParts({ openStore, openTopics }: Openers): OperationsParts {
  let opening: Promise<OperationStore> | undefined
  let topics: Topics | undefined
  return {
    async store() {
      if (!openStore) throw new Failure('not-available-here', { detail: 'This router knows of no store: MYSQL_URL.' })
      opening ??= openStore()
      const current = opening
      try {
        return await current
      } catch (error) {
        if (opening === current) opening = undefined
        throw error
      }
    },
    topics() {
      if (!openTopics)
        throw new Failure('not-available-here', { detail: 'This router knows of no Kafka: KAFKA_BROKERS.' })
      topics ??= openTopics()
      return topics
    },
    async close() {
      const store = await opening?.catch(() => undefined)
      await store?.close()
      await topics?.close()
    },
  }
}
