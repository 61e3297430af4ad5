import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { Failure } from '../src/errors/failure.ts'

/** What the health server needs. */
export interface HealthServerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly registry: Registry
  /** Whether the program does its work now. */
  isReady(): boolean
}

/** A running health server. */
export interface HealthServer {
  /** Where it is, without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves `/healthz` (200 while the process lives), `/readyz` (200 while it works, else 503) and `/metrics` (Prometheus).
 * @throws Failure `port-taken`
 */
export async function startHealthServer({ host, port, registry, isReady }: HealthServerOptions): Promise<HealthServer> {
  const answer = async (path: string | undefined, response: ServerResponse): Promise<void> => {
    if (path === '/healthz') response.end('OK')
    else if (path === '/readyz') response.writeHead(isReady() ? 200 : 503).end(isReady() ? 'OK' : 'not ready')
    else if (path === '/metrics') response.setHeader('content-type', registry.contentType).end(await registry.metrics())
    else response.writeHead(404).end()
  }
  const server = createServer((request, response) => {
    answer(request.url, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Failure('port-taken', { message: `Port ${port} of ${host} cannot be used.`, cause: error }))
    })
    server.listen(port, host, resolve)
  })
  const { address, family, port: taken } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
