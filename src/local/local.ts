import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Counter, Registry } from 'prom-client'
import { maxBodyBytes } from '../../functions/resize-submit/parse-submission.ts'
import { createConnector } from '../../kafka-connector/connector.ts'
import { Failure } from '../errors/failure.ts'
import { createServer } from '../faas/server.ts'
import { registerDurations, registerStoreMetrics } from '../operation/metrics.ts'
import { createEngine } from '../picture/create-engine.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import { createLocalTopics } from '../topic/local/local-topics.ts'
import { createPublish } from '../topic/publish.ts'
import { createAsyncFunctions } from './async-functions.ts'
import { createBasicAuth } from './basic-auth.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { createFunctions } from './functions.ts'
import type { LogBook } from './log-book.ts'
import { mountFunctions, newId } from './mount-functions.ts'
import { addPage } from './page.ts'
import type { AllSettings } from './rooms.ts'
import { addApiRoutes } from './routes-api.ts'
import { addAsyncRoutes } from './routes-async.ts'
import { addFunctionRoutes } from './routes-function.ts'
import { addSystemRoutes } from './routes-system.ts'
import { startSchedule } from './schedule.ts'
import { createSecrets } from './secrets.ts'
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
  const store = openSqliteStore(join(folder, 'operations.db'))
  const topics = createLocalTopics({ path: join(folder, 'topic.db'), clock, logger })
  const restarts = new Counter({
    name: 'picture_resize_engine_restarts_total',
    help: 'Child processes of the engine that were replaced, by cause.',
    labelNames: ['cause'],
    registers: [registry],
  })
  const engine = createEngine(limits, { onRestart: (cause) => restarts.inc({ cause }) })
  registerStoreMetrics(registry, store)

  const stopTaking = new AbortController()
  const giveUp = new AbortController()
  const publish = createPublish({ topics, topic: topic.name, clock, newId })
  const { mounted, sweep } = mountFunctions({
    store,
    publish,
    engine,
    limits,
    rules,
    worker: `${hostname()}:${process.pid}`,
    logger,
    stopTaking: stopTaking.signal,
    giveUp: giveUp.signal,
    onEnded: registerDurations(registry),
  })
  const stack = readStack()
  const functions = createFunctions({ stack, mounted, registry, clock })
  const { callbackAnywhere } = local
  const asyncFunctions = createAsyncFunctions({ topics, functions, callbackAnywhere, clock, logger })

  const server = createServer({
    maxBodyBytes: maxBodyBytes(limits.maxSourceBytes),
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  })
  addPage(server)
  addApiRoutes(server, functions, stopTaking.signal)
  addFunctionRoutes(server, functions)
  addAsyncRoutes(server, asyncFunctions)
  addSystemRoutes(server, { functions, logBook, secrets: createSecrets(join(folder, 'secrets')), registry, authorize })

  await topics.ensure([{ topic: topic.name, partitions: topic.partitions }])
  // The lock says that nobody else works on this folder: what an earlier process left behind is due at once.
  await sweep({ workersAreDead: true })
  await asyncFunctions.start()
  const url = await listen()
  const connector = createConnector({
    topics,
    settings: { ...settings.connector, gatewayUrl: url },
    clock,
    logger: logger.child({ part: 'connector' }),
    metrics: registry,
  })
  await connector.start()
  const schedule = startSchedule({ functions: stack, gatewayUrl: url, logger })

  return { url, stop, ended: connector.ended }

  async function listen(): Promise<string> {
    const { host, port } = local
    try {
      await server.listen({ host, port })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
      throw new Failure('port-taken', {
        message: `Port ${port} of ${host} is taken. Set PORT to another one.`,
        cause: error,
      })
    }
    const { address, family, port: taken } = server.server.address() as AddressInfo
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
  }

  async function stop(): Promise<void> {
    stopTaking.abort()
    schedule.stop()
    const deadline = setTimeout(() => giveUp.abort(new Failure('shutting-down')), local.drainMs)
    await connector.stop()
    await asyncFunctions.stop()
    clearTimeout(deadline)
    const cut = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_MS)
    await server.close()
    clearTimeout(cut)
    await engine.close()
    await topics.close()
    await store.close()
    unlockDataFolder()
  }
}
