import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors/failure.ts'

const WINDOW_SECONDS = 60

/**
 * Limits how many requests one client may send to the routes of a scope in a minute, and tells every client how many it has
 * left (draft-ietf-httpapi-ratelimit-headers). A client is the address that its connection comes from.
 * @param perMinute 0: as many as it likes
 */
export async function limitRequests(scope: FastifyInstance, perMinute: number): Promise<void> {
  if (perMinute === 0) return
  await scope.register(rateLimit, { global: false })
  const count = scope.createRateLimit({ max: perMinute, timeWindow: WINDOW_SECONDS * 1000 })
  scope.addHook('onRequest', async (request, reply) => {
    const counted = await count(request)
    if (counted.isAllowed) return
    const { remaining, ttlInSeconds, isExceeded } = counted
    reply.headers({
      'ratelimit-policy': `"minute";q=${perMinute};w=${WINDOW_SECONDS}`,
      ratelimit: `"minute";r=${remaining};t=${ttlInSeconds}`,
    })
    if (isExceeded) throw new Failure('too-many-requests', { headers: { 'retry-after': String(ttlInSeconds) } })
  })
}
