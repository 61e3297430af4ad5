import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors/failure.ts'

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Everything comes from this origin; pictures may also be ones that the page itself holds. No inline script or style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of every part of the page. */
export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** What has a hash of its content in its name never changes; index.html is asked for anew, and answered 304 by its ETag. */
export const CACHE_FOR_EVER = 'public, max-age=31536000, immutable'
export const CACHE_CHECKED = 'no-cache'

/**
 * The page at `/`: what was built of `web/`, file by file. Everything else stays with the server's other routes.
 * While it is not built, `/` answers the problem `not-available-here`.
 * @param dist the folder that scripts/build-page.mjs has written
 */
export function addPage(server: FastifyInstance, dist = DIST): void {
  if (!existsSync(join(dist, 'index.html'))) {
    server.get('/', () => {
      throw new Failure('not-available-here', { detail: 'The page is not built: node scripts/build-page.mjs' })
    })
    return
  }
  server.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(dist, 'assets') + sep)
      reply.headers({ ...PAGE_HEADERS, 'cache-control': isHashed ? CACHE_FOR_EVER : CACHE_CHECKED })
    },
  })
}
