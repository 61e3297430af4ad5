import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { Type } from 'typebox'
import { Failure } from '../errors/failure.ts'
import { jsonOf } from '../faas/request.ts'
import { createValidate } from '../faas/validate.ts'
import type { Authorize } from './basic-auth.ts'
import { type Functions, NAMESPACE } from './functions.ts'
import type { LogBook, LogLine } from './log-book.ts'
import type { Secrets } from './secrets.ts'

interface SystemParts {
  readonly functions: Functions
  readonly logBook: LogBook
  readonly secrets: Secrets
  readonly registry: Registry
  readonly authorize: Authorize | undefined
}

const validateScale = createValidate(Type.Object({ replicas: Type.Integer() }))
const validateSecret = createValidate(Type.Object({ name: Type.String(), value: Type.Optional(Type.String()) }))
const validateLogs = createValidate(
  Type.Object({
    name: Type.String(),
    follow: Type.Optional(Type.Enum(['true', 'false', '1', '0'])),
    tail: Type.Optional(Type.String({ pattern: '^-?\\d{1,6}$' })),
    since: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT' })),
  }),
)

/** The gateway of OpenFaaS's community edition brings every wish into 1 to 5. */
const MAX_REPLICAS = 5

/** How long `/system/logs?follow=true` goes on, as in OpenFaaS's gateway: milliseconds. */
const FOLLOW_MS = 30_000

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
    server.addHook('onRequest', async (request, reply) => {
      if (!authorize) return
      reply.header('www-authenticate', 'Basic realm="Restricted"')
      authorize(request.headers.authorization)
      reply.removeHeader('www-authenticate')
    })
    const followed = new Set<ServerResponse>()
    server.addHook('preClose', async () => {
      for (const response of followed) response.end()
    })
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
        const { name, value = '' } = validateSecret(jsonOf({ body }))
        secrets.write(name, value)
        return reply.code(202).send()
      },
    })
    server.delete('/system/secrets', ({ body }, reply) => {
      const isRemoved = secrets.remove(validateSecret(jsonOf({ body })).name)
      return reply.code(isRemoved ? 202 : 404).send()
    })

    server.get('/system/logs', (request, reply) => {
      const { name, follow, tail = '-1', since } = validateLogs(request.query)
      functions.find(name)
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
      // Now, and not with the first line: who follows a silent function must know that it is being served.
      raw.flushHeaders()
      const write = (line: LogLine) => raw.write(`${JSON.stringify(line)}\n`)
      for (const line of logBook.read(name, Number(tail), since === undefined ? undefined : new Date(since)))
        write(line)
      if (follow !== 'true' && follow !== '1') return raw.end()
      const stop = logBook.follow(name, write)
      const timer = setTimeout(() => raw.end(), FOLLOW_MS)
      followed.add(raw)
      raw.on('close', () => {
        stop()
        clearTimeout(timer)
        followed.delete(raw)
      })
    })
  })
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return String(version)
}
