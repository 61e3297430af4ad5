import { addAbortListener } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../src/errors/failure.ts'
import { headersOfTheCall } from '../src/faas/connection-headers.ts'
import { type Directory, FUNCTION_PORT } from './directory.ts'
import { type Call, forward, NeverSent } from './forward.ts'
import type { ProviderMetrics } from './metrics.ts'
import type { Replica } from './replica.ts'

/** How often a call waits anew for a replica when none of those that took calls could be connected. */
const MAX_ROUNDS = 3

/** What is counted when a caller did not wait for the answer. */
const CALLER_GONE = 499

interface FunctionRouteParts {
  readonly directory: Directory
  /** Replicas that take calls, once there is one: a function at zero is started. */
  readonly readyOf: (name: string) => Promise<Replica[]>
  /** The name of a function without its namespace. @throws Failure `function-not-found` */
  readonly nameOf: (name: string) => string
  readonly metrics: ProviderMetrics
  readonly upstreamTimeoutMs: number
}

/**
 * `/function/<name>[.<namespace>][/path]`: passes a call on to a replica and its answer back, both as they come. Replicas
 * are called by turns; one that cannot be connected to is passed over until it answers again.
 */
export function addFunctionRoutes(root: FastifyInstance, parts: FunctionRouteParts): void {
  const { directory, readyOf, nameOf, metrics, upstreamTimeoutMs } = parts
  let turn = 0

  root.register(async (server) => {
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('*', (_request, _body, done) => done(null))
    server.all('/function/:name', answer)
    server.all('/function/:name/*', answer)
  })

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const name = nameOf((request.params as { name: string }).name)
    const ended = metrics.invocation(name)
    const gone = new AbortController()
    reply.raw.once('close', () => {
      gone.abort()
      ended(reply.raw.headersSent ? reply.statusCode : CALLER_GONE)
    })
    const path = (request.raw.url ?? '').replace(/^\/function\/[^/?]+\/?/, '/')
    const response = await send(name, { request: request.raw, path, signal: gone.signal })
    return reply
      .code(response.statusCode ?? 502)
      .headers(headersOfTheCall(response.headers))
      .send(response)
  }

  async function send(name: string, call: Call): Promise<IncomingMessage> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const replicas = await readyOf(name)
      const first = turn++
      for (let tried = 0; tried < replicas.length; tried++) {
        const id = replicas[(first + tried) % replicas.length]?.id ?? ''
        const response = await sendTo(id, call)
        if (response) return response
      }
    }
    throw new Failure('function-unavailable')
  }

  /** @returns undefined when nothing was sent */
  async function sendTo(id: string, call: Call): Promise<IncomingMessage | undefined> {
    const use = directory.use(id)
    if (!use) return undefined
    const target = { host: use.address, port: FUNCTION_PORT, timeoutMs: upstreamTimeoutMs, gone: use.gone }
    try {
      const response = await forward(call, target)
      addAbortListener(call.signal, use.done)
      return response
    } catch (error) {
      use.done()
      if (!(error instanceof NeverSent)) throw error
      directory.unreachable(id)
      return undefined
    }
  }
}
