import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { createBasicAuth } from '../src/faas/basic-auth.ts'
import { listen } from '../src/faas/listen.ts'
import { createSecrets } from '../src/faas/secrets.ts'
import { createServer } from '../src/faas/server.ts'
import { createAddReplica } from './add-replica.ts'
import { openDirectory } from './directory.ts'
import type { DockerEngine } from './docker-engine.ts'
import { createFunctionLogs } from './function-logs.ts'
import { createFunctionSecrets } from './function-secrets.ts'
import { createFunctions } from './functions.ts'
import { createProviderMetrics } from './metrics.ts'
import { createNamespace } from './namespace.ts'
import { addFunctionRoutes } from './routes-function.ts'
import { addSystemRoutes } from './routes-system.ts'
import type { ProviderSettings } from './settings.ts'
import { createUsage } from './usage.ts'
import { createWake } from './wake.ts'

/** The longest body of `/system/…`: a deployment or a secret. Calls of functions have no limit here. */
const MAX_BODY_BYTES = 4 * 2 ** 20

/** A running provider. */
export interface Provider {
  /** Where it is served, without a slash at the end. */
  readonly url: string
  /** Answers what is in flight and ends; functions go on running. */
  stop(): Promise<void>
}

interface ProviderParts {
  readonly settings: ProviderSettings
  readonly engine: DockerEngine
  readonly version: string
  readonly logger: Logger
}

/**
 * Starts the provider.
 * @throws Failure `engine-unavailable`, `settings-not-valid` (no credentials), `port-taken`
 */
export async function startProvider({ settings, engine, version, logger }: ProviderParts): Promise<Provider> {
  const { network } = settings
  const authorize = settings.basicAuth ? createBasicAuth(settings.secretMountPath) : undefined
  const registry = new Registry()
  const metrics = createProviderMetrics(registry)
  const namespace = createNamespace(settings.functionNamespace)
  const secrets = createSecrets(settings.secretsFolder)
  const functionSecrets = createFunctionSecrets(engine, secrets, network)
  const directory = await openDirectory({ engine, network, logger })
  const newId = () => randomBytes(4).toString('hex')
  const functions = createFunctions({
    engine,
    directory,
    secrets: functionSecrets,
    addReplica: createAddReplica({ engine, secrets: functionSecrets, settings, newId }),
    settings: { ...settings, namespace: namespace.name, alwaysPull: settings.imagePullPolicy === 'Always' },
    newId,
    invocationsOf: metrics.invocationsOf,
    usageOf: createUsage(engine, Date.now),
    logger,
  })
  await functions.resume()

  const allReplicas = () => directory.names().flatMap(directory.replicasOf)
  const server = createServer({ maxBodyBytes: MAX_BODY_BYTES, requestTimeoutMs: settings.readTimeoutMs })
  addSystemRoutes(server, {
    functions,
    secrets,
    renewSecret: (name) => functionSecrets.renew(name, allReplicas()),
    userOfSecret: (name) =>
      allReplicas().find(({ deployment }) => deployment.secrets?.includes(name))?.deployment.service,
    readLog: createFunctionLogs({ engine, directory, namespace: namespace.name }),
    namespace,
    registry,
    metrics,
    authorize,
    version,
  })
  addFunctionRoutes(server, {
    directory,
    readyOf: createWake({ directory, functions, readyTimeoutMs: settings.readyTimeoutMs }),
    nameOf(given) {
      const name = namespace.nameOf(given)
      functions.wantedOf(name)
      return name
    },
    metrics,
    upstreamTimeoutMs: settings.upstreamTimeoutMs,
  })
  const url = await listen(server, settings)

  return {
    url,
    async stop() {
      await server.close()
      await functions.stop()
      directory.close()
    },
  }
}
