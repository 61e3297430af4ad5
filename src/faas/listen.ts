import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors/failure.ts'

/** Starts a server. @returns its address, without a slash at the end @throws Failure `port-taken` */
export async function listen(server: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new Failure('port-taken', {
      message: `Port ${port} of ${host} is taken. Set another one.`,
      cause: error,
    })
  }
  const { address, family, port: taken } = server.server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`
}
