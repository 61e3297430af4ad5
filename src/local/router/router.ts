import { join } from 'node:path'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { maxBodyBytes } from '../../../functions/sent-picture.ts'
import type { ConnectorSettings } from '../../../kafka-connector/settings.ts'
import { createBasicAuth } from '../../faas/basic-auth.ts'
import { listen } from '../../faas/listen.ts'
import { createSecrets } from '../../faas/secrets.ts'
import { createServer, streamBodies } from '../../faas/server.ts'
import type { Limits } from '../../picture/limits.ts'
import { comesFromOneOf, parseOrigins } from '../cross-origin.ts'
import { createFunctions } from '../functions.ts'
import type { LogBook } from '../log-book.ts'
import { addPage } from '../page.ts'
import { createRemoteFunction } from '../remote-function.ts'
import { addApiRoutes } from '../routes-api.ts'
import { addFunctionRoutes } from '../routes-function.ts'
import { addOperationsRoutes } from '../routes-operations.ts'
import { addSystemRoutes } from '../routes-system.ts'
import { startSchedule } from '../schedule.ts'
import type { localSettings } from '../settings.ts'
import { readStack } from '../stack.ts'
import type { OperationsParts } from './operations-parts.ts'
import type { readRouterSettings } from './router-settings.ts'

/** How long a client may take to send one request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000

interface RouterParts {
  readonly local: ReturnType<typeof localSettings.read>
  readonly router: ReturnType<typeof readRouterSettings>
  readonly limits: Limits
  readonly connector: ConnectorSettings
  /** For those who look at the operations. */
  readonly operationsParts: OperationsParts
  /** The topic that carries the requests. */
  readonly topic: string
  readonly dataFolder: string
  readonly logger: Logger
  readonly logBook: LogBook
}

/** A running router. */
export interface Router {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts what stands in for OpenFaaS's gateway where none runs: the page, `/api`, `/function` and `/system` in front of
 * functions that are processes of their own, and the schedule.
 * @throws Failure `port-taken`
 */
export async function startRouter({
  local,
  router,
  limits,
  connector,
  operationsParts,
  topic,
  dataFolder,
  logger,
  logBook,
}: RouterParts): Promise<Router> {
  const registry = new Registry()
  const stack = readStack(topic)
  const remote = new Map(
    stack.flatMap(({ name }) => {
      const urls = router.urlsOf(name)
      return urls.length > 0 ? [[name, createRemoteFunction(urls, router.upstreamTimeoutMs)] as const] : []
    }),
  )
  const functions = createFunctions({ stack, mounted: Object.fromEntries(remote), registry, clock: Date.now })
  const stopTaking = new AbortController()
  const origins = parseOrigins(local.corsOrigins)
  const longestBody = maxBodyBytes(limits.maxSourceBytes)
  const server = createServer({
    maxBodyBytes: longestBody,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    mayCross: comesFromOneOf(origins),
  })
  addPage(server)
  const { requestsPerMinute } = local
  server.register(async (calls) => {
    streamBodies(calls, longestBody)
    addApiRoutes(calls, { functions, origins, requestsPerMinute, stopTaking: stopTaking.signal })
    addFunctionRoutes(calls, functions)
  })
  const authorize = local.basicAuth ? createBasicAuth(local.secretMountPath) : undefined
  addSystemRoutes(server, {
    functions,
    logBook,
    secrets: createSecrets(join(dataFolder, 'secrets')),
    registry,
    authorize,
  })
  addOperationsRoutes(server, { ...operationsParts, connector, authorize })
  const url = await listen(server, local)
  const served = stack.filter(({ name }) => remote.has(name))
  const schedule = startSchedule({ functions: served, gatewayUrl: url, logger })

  return {
    url,
    async stop() {
      stopTaking.abort()
      schedule.stop()
      await server.close()
      for (const one of remote.values()) one.close()
      await operationsParts.close()
    },
  }
}
