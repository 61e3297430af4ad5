import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { connectorTopics } from '../../kafka-connector/connector-topics.ts'
import type { ConnectorSettings } from '../../kafka-connector/settings.ts'
import { type Authorize, requireCredentials } from '../faas/basic-auth.ts'
import { jsonOf } from '../faas/request.ts'
import { createValidate } from '../faas/validate.ts'
import type { OperationStore } from '../operation/ports.ts'
import type { Topics } from '../topic/topic.ts'
import { createDeadLetters } from './dead-letters.ts'

interface OperationsParts {
  /** The store, opened when it is asked for the first time. @throws Failure `store-unavailable`, `not-available-here` */
  readonly store: () => Promise<OperationStore>
  /** @throws Failure `not-available-here` */
  readonly topics: () => Topics
  readonly connector: Pick<ConnectorSettings, 'topics' | 'group' | 'retryDelaysMs'>
  readonly authorize: Authorize | undefined
}

/** Slices of the time that is looked back at, whatever its length: as many as a chart can show. */
const SLICES = 60

/** Dead letters that are listed at once. */
const MAX_LISTED = 100

const validateFlow = createValidate(Type.Object({ minutes: Type.Enum(['5', '60', '1440'], { default: '60' }) }))
const validateTopic = createValidate(Type.Object({ topic: Type.String() }))
const validateRedrive = createValidate(
  Type.Object({ topic: Type.String(), limit: Type.Integer({ minimum: 1, maximum: 100_000, default: 1000 }) }),
)

/**
 * `/system/operations`, `/system/topics` and `/system/dead-letters`: what those who run the service look at, and the
 * re-drive. Behind the same credentials as the gateway's own API.
 */
export function addOperationsRoutes(root: FastifyInstance, parts: OperationsParts): void {
  const { store, topics, connector, authorize } = parts
  const deadLetters = () => createDeadLetters({ topics: topics(), connector })

  root.register(async (server) => {
    requireCredentials(server, authorize)
    server.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })

    server.get('/system/operations', async ({ query }) => {
      const { minutes } = validateFlow({ ...(query as object) })
      const opened = await store()
      const [census, flow] = await Promise.all([
        opened.census(),
        opened.readFlow((Number(minutes) * 60_000) / SLICES, SLICES),
      ])
      return { ...census, flow }
    })

    server.get('/system/topics', async () => {
      const existing = await topics().list()
      const read = connectorTopics(connector, existing).read.filter((name) => existing.includes(name))
      const partitions = await topics().lag(connector.group, read)
      return { group: connector.group, partitions, deadLetters: await deadLetters().count() }
    })

    server.get('/system/dead-letters', async ({ query }) => {
      const { topic } = validateTopic(query)
      return { topic, letters: await deadLetters().list(topic, MAX_LISTED) }
    })

    server.post('/system/dead-letters/re-drive', async ({ body }) => {
      const { topic, limit } = validateRedrive(jsonOf({ body }))
      return { topic, redriven: await deadLetters().redrive(topic, limit) }
    })
  })
}
