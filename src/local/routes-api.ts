import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../errors/failure.ts'
import { toProblemAnswer } from '../faas/problem.ts'
import { send, toEvent } from '../faas/server.ts'
import type { Functions } from './functions.ts'

/**
 * `/api/…`: the public way to the functions, as the edge has it in front of a gateway.
 * @param stopTaking once aborted, no operation is accepted any more
 */
export function addApiRoutes(server: FastifyInstance, functions: Functions, stopTaking: AbortSignal): void {
  server.all('/api', async (request: FastifyRequest, reply: FastifyReply) => {
    if (stopTaking.aborted) return send(reply, toProblemAnswer(new Failure('shutting-down')))
    return send(reply, await functions.invoke('resize-submit', toEvent(request, '/')))
  })
  server.all<{ Params: { '*': string } }>('/api/*', async (request, reply) =>
    send(reply, await functions.invoke('resize-status', toEvent(request, request.params['*']))),
  )
}
