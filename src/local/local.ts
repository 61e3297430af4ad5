import { join } from 'node:path'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { maxBodyBytes } from '../../functions/sent-picture.ts'
import { createConnector } from '../../kafka-connector/connector.ts'
import { Failure } from '../errors/failure.ts'
import { createBasicAuth } from '../faas/basic-auth.ts'
import { listen } from '../faas/listen.ts'
import { createSecrets } from '../faas/secrets.ts'
import { createServer } from '../faas/server.ts'
import { registerDurations, registerStoreMetrics } from '../operation/metrics.ts'
import { newId } from '../operation/new-id.ts'
import { createEngine } from '../picture/create-engine.ts'
import { registerRestarts } from '../picture/metrics.ts'
import { processName } from '../program/process-name.ts'
import { openSqliteStores } from '../store/sqlite.ts'
import { createLocalTopics } from '../topic/local/local-topics.ts'
import { createPublish } from '../topic/publish.ts'
import { createAsyncFunctions } from './async-functions.ts'
import { comesFromOneOf, parseOrigins } from './cross-origin.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { createFunctions } from './functions.ts'
import type { LogBook } from './log-book.ts'
import { mountFunctions } from './mount-functions.ts'
import { addPage } from './page.ts'
import { createPromptCallbacks } from './prompt-callbacks.ts'
import type { AllSettings } from './rooms.ts'
import { addApiRoutes } from './routes-api.ts'
import { addAsyncRoutes } from './routes-async.ts'
import { addFunctionRoutes } from './routes-function.ts'
import { addOperationsRoutes } from './routes-operations.ts'
import { addSystemRoutes } from './routes-system.ts'
import { startSchedule } from './schedule.ts'
import { readStack } from './stack.ts'

/** The running service. */
export interface Local {
  /** Where it is served, without a slash at the end. */
  readonly url: string
  /** Takes no more, finishes or gives back what is in flight, ends. */
  stop(): Promise<void>
  /** Rejects when a part broke that only a new start brings back. */
  readonly ended: Promise<void>
}

/** How long a client may take to send one request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000

/** How long clients may take for what they are sending or receiving when everything else has stopped, in milliseconds. */
const LAST_ANSWERS_MS = 3_000

/**
 * Starts the whole service in one process: store, topic, engine, functions behind gateway routes, connector, schedule.
 * @throws Failure `data-folder-not-usable`, `port-taken`, `settings-not-valid`
 */
export async function startLocal(settings: AllSettings, logger: Logger, logBook: LogBook): Promise<Local> {
  const { local, operation: rules, limits, topic } = settings
  const folder = settings.store.dataFolder
  const clock = Date.now
  const registry = new Registry()
  const authorize = local.basicAuth ? createBasicAuth(local.secretMountPath) : undefined

  const unlockDataFolder = lockDataFolder(folder)
  const stores = openSqliteStores(join(folder, 'operations.db'))
  const store = stores.operations
  const topics = createLocalTopics({ path: join(folder, 'topic.db'), clock, logger })
  const engine = createEngine(limits, { onRestart: registerRestarts(registry) })
  registerStoreMetrics(registry, store)

  const stopTaking = new AbortController()
  const giveUp = new AbortController()
  const publish = createPublish({ topics, topic: topic.name, clock, newId })
  const toDurations = registerDurations(registry)
  const { mounted, sweep, makeCallbacks, flushMarks } = mountFunctions({
    store,
    stores,
    topics,
    topic: { ...topic, group: settings.connector.group },
    playback: settings.playback,
    gatewayUrl: () => url,
    callbackRules: settings.callbacks,
    publish,
    engine,
    limits,
    rules,
    worker: processName,
    logger,
    stopTaking: stopTaking.signal,
    giveUp: giveUp.signal,
    onEnded(operation) {
      toDurations(operation)
      callbacks.ask(operation.id)
    },
  })
  const callbacks = createPromptCallbacks(makeCallbacks, logger)
  const stack = readStack(topic.name)
  const functions = createFunctions({ stack, mounted, registry, clock })
  const { callbackAnywhere } = local
  const asyncFunctions = createAsyncFunctions({ topics, functions, callbackAnywhere, clock, logger })

  const origins = parseOrigins(local.corsOrigins)
  const server = createServer({
    maxBodyBytes: maxBodyBytes(limits.maxSourceBytes),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    mayCross: comesFromOneOf(origins),
  })
  addPage(server)
  const { requestsPerMinute } = local
  addApiRoutes(server, { functions, origins, requestsPerMinute, stopTaking: stopTaking.signal })
  addFunctionRoutes(server, functions)
  addAsyncRoutes(server, asyncFunctions)
  addSystemRoutes(server, { functions, logBook, secrets: createSecrets(join(folder, 'secrets')), registry, authorize })
  addOperationsRoutes(server, {
    store: async () => store,
    topics: () => topics,
    connector: settings.connector,
    authorize,
  })

  await topics.ensure([{ topic: topic.name, partitions: topic.partitions }])
  // The lock says that nobody else works on this folder: what an earlier process left behind is due at once.
  await sweep({ workersAreDead: true })
  await asyncFunctions.start()
  const url = await listen(server, local)
  const connector = createConnector({
    topics,
    settings: { ...settings.connector, gatewayUrl: url },
    name: processName,
    clock,
    logger: logger.child({ part: 'connector' }),
    metrics: registry,
  })
  await connector.start()
  callbacks.ask()
  const schedule = startSchedule({ functions: stack, gatewayUrl: url, logger })

  return { url, stop, ended: connector.ended }

  async function stop(): Promise<void> {
    stopTaking.abort()
    schedule.stop()
    const deadline = setTimeout(() => giveUp.abort(new Failure('shutting-down')), rules.drainMs)
    await connector.stop()
    await asyncFunctions.stop()
    clearTimeout(deadline)
    const cut = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_MS)
    await server.close()
    clearTimeout(cut)
    await callbacks.settle()
    await flushMarks()
    await engine.close()
    await topics.close()
    await store.close()
    unlockDataFolder()
  }
}
