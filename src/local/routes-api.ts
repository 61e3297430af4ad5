import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../errors/failure.ts'
import { toProblemAnswer } from '../faas/problem.ts'
import { send, toEvent } from '../faas/server.ts'
import { apiRoutes } from './api-routes.ts'
import { allowOrigins } from './cross-origin.ts'
import type { Functions } from './functions.ts'
import { limitRequests } from './rate-limit.ts'

interface ApiParts {
  readonly functions: Functions
  /** The origins whose pages may use the API; `*` stands for all. */
  readonly origins: readonly string[]
  /** How many requests a client may send in a minute; 0 for as many as it likes. */
  readonly requestsPerMinute: number
  /** Once aborted, no operation is accepted any more. */
  readonly stopTaking: AbortSignal
}

/** `/api/…`: the public way to the functions, as the edge has it in front of a gateway. */
export function addApiRoutes(server: FastifyInstance, parts: ApiParts): void {
  const { functions, origins, requestsPerMinute, stopTaking } = parts
  server.register(async (scope) => {
    await allowOrigins(scope, origins)
    await limitRequests(scope, requestsPerMinute)
    for (const { at, name, as } of apiRoutes) {
      scope.all(at.endsWith('/') ? `${at}*` : at, async (request: FastifyRequest, reply: FastifyReply) => {
        if (stopTaking.aborted && name === 'resize-submit') {
          return send(reply, toProblemAnswer(new Failure('shutting-down')))
        }
        requireLength(request)
        const { '*': rest = '' } = request.params as { '*'?: string }
        return send(reply, await functions.invoke(name, toEvent(request, `${as}${rest}`)))
      })
    }
  })
}

/** @throws Failure `length-required` when there is a body to come and no way to know its end (RFC 9110 §15.5.12) */
function requireLength({ method, headers }: FastifyRequest): void {
  const isKnown = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  if (method === 'POST' && !isKnown) throw new Failure('length-required')
}
