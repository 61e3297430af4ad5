import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { Failure } from '../errors/failure.ts'
import { type Authorize, requireCredentials } from '../faas/basic-auth.ts'
import { createLogAnswers } from '../faas/log-answer.ts'
import { jsonOf } from '../faas/request.ts'
import type { Secrets } from '../faas/secrets.ts'
import { FOLLOW_MS, NAMESPACE, secretValueOf, toLogQuery, validateScale, validateSecret } from '../faas/system-api.ts'
import type { Functions } from './functions.ts'
import type { LogBook } from './log-book.ts'

interface SystemParts {
  readonly functions: Functions
  readonly logBook: LogBook
  readonly secrets: Secrets
  readonly registry: Registry
  readonly authorize: Authorize | undefined
}

/** The gateway of OpenFaaS's community edition brings every wish into 1 to 5. */
const MAX_REPLICAS = 5

/**
 * The gateway's own API, as far as one process can have it: what `faas-cli list|describe|logs|secret|version` and the
 * connector ask for (https://docs.openfaas.com/reference/rest-api/).
 */
export function addSystemRoutes(root: FastifyInstance, parts: SystemParts): void {
  const { functions, logBook, secrets, registry, authorize } = parts
  const version = readVersion()

  root.get('/healthz', () => 'OK')
  root.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))

  root.register(async (server) => {
    requireCredentials(server, authorize)
    const logAnswers = createLogAnswers(FOLLOW_MS)
    server.addHook('preClose', async () => logAnswers.end())
    server.get('/system/info', () => ({
      provider: {
        provider: 'picture-resize-local',
        orchestration: 'process',
        version: { release: version, sha: version },
      },
      version: { release: version, sha: version, commit_message: '' },
      arch: process.arch,
    }))
    server.get('/system/namespaces', () => [NAMESPACE])
    server.get('/system/functions', () => functions.list())
    server.get<{ Params: { name: string } }>('/system/function/:name', ({ params }) => functions.find(params.name))
    server.route({
      method: ['POST', 'PUT', 'DELETE'],
      url: '/system/functions',
      handler: () => {
        throw new Failure('not-available-here', {
          detail: 'This gateway has the functions of its stack.yml, no others.',
        })
      },
    })
    server.post<{ Params: { name: string } }>('/system/scale-function/:name', ({ params, body }, reply) => {
      const { replicas } = validateScale(jsonOf({ body }))
      functions.scale(params.name, Math.min(MAX_REPLICAS, Math.max(1, replicas)))
      return reply.code(202).send()
    })

    server.get('/system/secrets', () => secrets.list().map((name) => ({ name, namespace: NAMESPACE })))
    server.route({
      method: ['POST', 'PUT'],
      url: '/system/secrets',
      handler: ({ body }, reply) => {
        const secret = validateSecret(jsonOf({ body }))
        secrets.write(secret.name, secretValueOf(secret))
        return reply.code(202).send()
      },
    })
    server.delete('/system/secrets', ({ body }, reply) => {
      const isRemoved = secrets.remove(validateSecret(jsonOf({ body })).name)
      return reply.code(isRemoved ? 202 : 404).send()
    })

    server.get('/system/logs', (request, reply) => {
      const { name, isFollowed, tail, since } = toLogQuery(request.query)
      functions.find(name)
      logAnswers.send(reply, async (write, signal) => {
        for (const line of logBook.read(name, tail, since)) write(line)
        if (!isFollowed) return
        const stop = logBook.follow(name, write)
        await once(signal, 'abort')
        stop()
      })
    })
  })
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return String(version)
}
