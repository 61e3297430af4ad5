import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** What a page of another site may read of an answer. */
const EXPOSED = ['location', 'identifier', 'retry-after', 'etag', 'content-range', 'ratelimit', 'ratelimit-policy']

/** How long a browser may remember what it was told before a request, in seconds. */
const MAX_AGE = 600

/** The origins of a comma list, as browsers write them; `*` stands for every one. */
export function parseOrigins(list: string): string[] {
  return list.split(',').flatMap((origin) => origin.trim().replace(/\/+$/, '') || [])
}

/** Lets the pages of these origins use the routes of a scope (CORS). Without one, nothing is said, and browsers let none. */
export async function allowOrigins(scope: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  const origin = origins.includes('*') ? '*' : [...origins]
  const methods = ['GET', 'HEAD', 'POST', 'DELETE']
  await scope.register(cors, { origin, methods, exposedHeaders: EXPOSED, maxAge: MAX_AGE, strictPreflight: false })
}

/** Whether a request to the API comes from a page of one of these origins. */
export function comesFromOneOf(origins: readonly string[]): (request: FastifyRequest) => boolean {
  return ({ url, headers: { origin = '' } }) =>
    /^\/api(?:[/?]|$)/.test(url) && (origins.includes('*') || origins.includes(origin))
}
