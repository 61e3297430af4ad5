import { type Logger, pino } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { HostedFunction } from '../src/faas/hosted-function.ts'
import { type Reach, readFailpoint } from '../src/failpoint/failpoint.ts'
import type { OperationStore } from '../src/operation/ports.ts'
import { operationSettings } from '../src/operation/settings.ts'
import { limitSettings } from '../src/picture/limits.ts'
import { readAll } from '../src/settings/settings.ts'
import { openStores } from '../src/store/open-stores.ts'
import { mysqlSettings, storeSettings } from '../src/store/settings.ts'
import type { Stores } from '../src/store/stores.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import { topicSettings } from '../src/topic/settings.ts'
import { withStoreFailpoints } from './with-failpoints.ts'

/** How often the lag of the event loop is looked at. Each look wakes up a process that may have nothing else to do. */
const LAG_EVERY_MS = 100

const readers = {
  store: storeSettings.read,
  mysql: mysqlSettings.read,
  topic: topicSettings.read,
  kafka: kafkaSettings.read,
  operation: operationSettings.read,
  limits: limitSettings.read,
}

/** What every function that is a process of its own has. */
export interface FunctionParts {
  readonly settings: { readonly [K in keyof typeof readers]: ReturnType<(typeof readers)[K]> }
  readonly logger: Logger
  readonly registry: Registry
  readonly store: OperationStore
  /** What is called at a failpoint; undefined where none is set. */
  readonly reach: Reach | undefined
  /** The other stores of the same database. */
  readonly stores: Stores
  /** Aborted when the process is to end: nothing new is begun. */
  readonly stopTaking: AbortSignal
  /** The function for its host. `more` says what it has beside these parts; its `stop` comes before theirs. */
  host(own: Pick<HostedFunction, 'handler' | 'maxBodyBytes'> & Partial<HostedFunction>): HostedFunction
}

/**
 * Opens the parts of a function from its environment, which the handlers, the composition roots, read.
 * @throws Failure `settings-not-valid`, `store-not-usable`, `store-unavailable`
 */
export async function openParts(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FunctionParts> {
  const { reach, ...settings } = readAll({ ...readers, reach: readFailpoint }, env)
  const { limits } = settings
  const logger = pino({ base: { function: name } })
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_EVERY_MS })
  const stopTaking = new AbortController()
  const largestPictureBytes = Math.max(limits.maxSourceBytes, limits.maxResultBytes)
  const stores = await openStores({ ...settings.store, mysql: settings.mysql, largestPictureBytes })
  const store = reach ? withStoreFailpoints(stores.operations, reach) : stores.operations
  return {
    settings,
    logger,
    registry,
    store,
    reach,
    stores,
    stopTaking: stopTaking.signal,
    host: (own) => ({
      registry,
      ready: async () => void (await store.now()),
      ...own,
      drain() {
        stopTaking.abort()
        own.drain?.()
      },
      async stop() {
        await own.stop?.()
        await store.close()
      },
    }),
  }
}
