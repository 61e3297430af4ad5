import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { send, toEvent } from '../faas/server.ts'
import type { Functions } from './functions.ts'

/** `/function/<name>[/path]`: invokes a function, as OpenFaaS's gateway does, with its `X-Call-Id` and `X-Start-Time`. */
export function addFunctionRoutes(server: FastifyInstance, functions: Functions): void {
  const invoke = async (request: FastifyRequest, reply: FastifyReply) => {
    const { name, '*': path = '' } = request.params as { name: string; '*'?: string }
    const given = request.headers['x-call-id']
    const callId = typeof given === 'string' ? given : randomUUID()
    const startTime = String(BigInt(Date.now()) * 1_000_000n)
    const event = toEvent(request, path)
    const headers = { ...event.headers, 'x-call-id': callId, 'x-start-time': startTime }
    const answer = await functions.invoke(name, { ...event, headers })
    reply.headers({ 'x-call-id': callId, 'x-start-time': startTime })
    return send(reply, answer)
  }
  server.all('/function/:name', invoke)
  server.all('/function/:name/*', invoke)
}
