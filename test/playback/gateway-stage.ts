import { Registry } from 'prom-client'
import { createPlaybackHandler } from '../../functions/resize-playback/create-handler.ts'
import { answerOf } from '../../src/faas/answer-of.ts'
import { listen } from '../../src/faas/listen.ts'
import { createServer } from '../../src/faas/server.ts'
import { createFunctions, type Mounted } from '../../src/local/functions.ts'
import { addFunctionRoutes } from '../../src/local/routes-function.ts'
import { readStack } from '../../src/local/stack.ts'

/** The gateway's routes in front of a handler of `resize-playback`, served. */
export async function startGateway(parts: Parameters<typeof createPlaybackHandler>[0]) {
  const handler = createPlaybackHandler(parts)
  const mounted: Record<string, Mounted> = {
    'resize-playback': { invoke: (event) => answerOf(handler, event), replicas: () => 1 },
  }
  const server = createServer({ maxBodyBytes: 1_000_000, requestTimeoutMs: 30_000 })
  addFunctionRoutes(server, createFunctions({ stack: readStack(), mounted, registry: new Registry(), clock: Date.now }))
  const url = await listen(server, { host: '127.0.0.1', port: 0 })
  return { url, close: async () => void (await server.close()) }
}
