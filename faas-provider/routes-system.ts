import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { Failure } from '../src/errors/failure.ts'
import { type Authorize, requireCredentials } from '../src/faas/basic-auth.ts'
import { createLogAnswers } from '../src/faas/log-answer.ts'
import { jsonOf } from '../src/faas/request.ts'
import type { Secrets } from '../src/faas/secrets.ts'
import { FOLLOW_MS, secretValueOf, toLogQuery, validateScale, validateSecret } from '../src/faas/system-api.ts'
import { validateDeployment, validateRemoval } from './deployment.ts'
import type { createFunctionLogs } from './function-logs.ts'
import type { Functions } from './functions.ts'
import type { ProviderMetrics } from './metrics.ts'
import type { Namespace } from './namespace.ts'

/** More replicas than that on one machine are a slip of the keyboard. */
const MAX_REPLICAS = 100

interface SystemParts {
  readonly functions: Functions
  readonly secrets: Secrets
  /** Writes a secret's new value to the functions that have it. */
  readonly renewSecret: (name: string) => Promise<void>
  /** The name of a function that has a secret. */
  readonly userOfSecret: (name: string) => string | undefined
  readonly readLog: ReturnType<typeof createFunctionLogs>
  readonly namespace: Namespace
  readonly registry: Registry
  readonly metrics: ProviderMetrics
  readonly authorize: Authorize | undefined
  readonly version: string
}

type Named = { Params: { name: string }; Querystring: { namespace?: string; usage?: string } }

/**
 * The interface of a provider (https://github.com/openfaas/faas-provider), as OpenFaaS's gateway and faas-cli call it:
 * functions, scale, secrets, logs, namespaces, info; and health and metrics, which ask for no credentials.
 */
export function addSystemRoutes(root: FastifyInstance, parts: SystemParts): void {
  const { functions, secrets, namespace, registry, metrics, version } = parts

  root.get('/healthz', () => 'OK')
  root.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))

  root.register(async (server) => {
    requireCredentials(server, parts.authorize)
    server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
      const path = (routeOptions.url ?? '').replace('/:name', '')
      metrics.answered({ method, path, status: reply.statusCode, seconds: reply.elapsedTime / 1000 })
    })

    server.get('/system/info', () => ({
      provider: 'picture-resize-docker',
      orchestration: 'docker',
      version: { release: version, sha: version },
    }))
    server.get('/system/namespaces', () => [namespace.name])

    server.get<Named>('/system/functions', ({ query }) => (namespace.has(query.namespace) ? functions.list() : []))
    server.get<Named>('/system/function/:name', ({ params, query }) =>
      functions.find(namespace.nameOf(params.name, query.namespace), query.usage === '1' || query.usage === 'true'),
    )
    for (const [method, as] of [
      ['POST', 'new'],
      ['PUT', 'update'],
    ] as const) {
      server.route({
        method,
        url: '/system/functions',
        async handler({ body }, reply) {
          const deployment = validateDeployment(jsonOf({ body }))
          namespace.require(deployment.namespace)
          await functions.deploy(deployment, as)
          return reply.code(202).send()
        },
      })
    }
    server.delete('/system/functions', async ({ body }, reply) => {
      const { functionName, namespace: asked } = validateRemoval(jsonOf({ body }))
      await functions.remove(namespace.nameOf(functionName, asked))
      return reply.code(202).send()
    })
    server.post<Named>('/system/scale-function/:name', ({ params, query, body }, reply) => {
      const { replicas, namespace: asked } = validateScale(jsonOf({ body }))
      if (replicas < 0 || replicas > MAX_REPLICAS) {
        throw new Failure('request-not-valid', { detail: `replicas must be 0 to ${MAX_REPLICAS}.` })
      }
      functions.scale(namespace.nameOf(params.name, asked ?? query.namespace), replicas)
      return reply.code(202).send()
    })

    server.get<Named>('/system/secrets', ({ query }) =>
      namespace.has(query.namespace) ? secrets.list().map((name) => ({ name, namespace: namespace.name })) : [],
    )
    for (const method of ['POST', 'PUT'] as const) {
      server.route({
        method,
        url: '/system/secrets',
        async handler({ body }, reply) {
          const secret = validateSecret(jsonOf({ body }))
          namespace.require(secret.namespace)
          const isThere = secrets.read(secret.name) !== undefined
          if (isThere && method === 'POST') throw new Failure('secret-exists')
          if (!isThere && method === 'PUT') throw new Failure('secret-not-found')
          secrets.write(secret.name, secretValueOf(secret))
          await parts.renewSecret(secret.name)
          return reply.code(202).send()
        },
      })
    }
    server.delete('/system/secrets', ({ body }, reply) => {
      const { name, namespace: asked } = validateSecret(jsonOf({ body }))
      namespace.require(asked)
      // A replica that is started later needs it again.
      const user = parts.userOfSecret(name)
      if (user) throw new Failure('secret-in-use', { detail: `"${user}" has it.` })
      if (!secrets.remove(name)) throw new Failure('secret-not-found')
      return reply.code(202).send()
    })

    const logAnswers = createLogAnswers(FOLLOW_MS)
    server.addHook('preClose', async () => logAnswers.end())
    server.get('/system/logs', (request, reply) => {
      const query = toLogQuery(request.query)
      const name = namespace.nameOf(query.name, query.namespace)
      functions.wantedOf(name)
      logAnswers.send(reply, (write, signal) => parts.readLog({ ...query, name }, write, signal))
    })
  })
}
