import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toEvent } from '../faas/server.ts'
import type { AsyncFunctions } from './async-functions.ts'

/** `/async-function/<name>[/path]`: takes a call and answers 202 with its `X-Call-Id`. */
export function addAsyncRoutes(server: FastifyInstance, asyncFunctions: AsyncFunctions): void {
  const enqueue = async (request: FastifyRequest, reply: FastifyReply) => {
    const { name, '*': path = '' } = request.params as { name: string; '*'?: string }
    const callId = randomUUID()
    await asyncFunctions.enqueue(name, toEvent(request, path), callId)
    return reply.code(202).header('x-call-id', callId).send()
  }
  server.post('/async-function/:name', enqueue)
  server.post('/async-function/:name/*', enqueue)
}
