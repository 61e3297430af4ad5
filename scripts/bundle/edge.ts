import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorCode } from '../../src/errors/catalogue.ts'
import { Failure } from '../../src/errors/failure.ts'
import { toProblemAnswer } from '../../src/faas/problem.ts'
import { apiRoutes } from '../../src/local/api-routes.ts'
import { CACHE_CHECKED, CACHE_FOR_EVER, PAGE_HEADERS } from '../../src/local/page.ts'
import { root } from './bundle.ts'

/** The code for each status with which nginx refuses by itself. (494 is its name for headers that are too large.) */
const CODES: Readonly<Record<string, ErrorCode>> = {
  400: 'request-not-valid',
  404: 'route-not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  429: 'function-busy',
  494: 'headers-too-large',
  '500 502 503': 'function-unavailable',
  504: 'function-timed-out',
}

/**
 * Writes what the edge has in common with the one-process way, so that it is said once: the page with its headers, the
 * routes of /api, and what is answered when the edge itself refuses.
 */
export function writeEdge(outdir: string): void {
  mkdirSync(outdir, { recursive: true })
  cpSync(join(root, 'web/dist'), join(outdir, 'page'), { recursive: true })
  writeFileSync(join(outdir, 'page.conf'), toPage())
  writeFileSync(join(outdir, 'api.conf'), apiRoutes.map(toLocation).join('\n'))
  writeFileSync(join(outdir, 'problems.conf'), Object.entries(CODES).map(toErrorPage).join('\n'))
}

function toPage(): string {
  const location = (path: string, tried: string, cacheControl: string) => `location ${path} {
${toHeaders({ ...PAGE_HEADERS, 'cache-control': cacheControl })}
  try_files ${tried} =404;
}
`
  return [
    location('= /', '/index.html', CACHE_CHECKED),
    location('/', '$uri', CACHE_CHECKED),
    location('/assets/', '$uri', CACHE_FOR_EVER),
  ].join('\n')
}

function toLocation({ at, name, as }: (typeof apiRoutes)[number]): string {
  const location = (path: string, from: string, to: string) => `location ${path} {
  include gateway.conf;
  rewrite ${from} /function/${name}${to} break;
  proxy_pass $gateway;
}
`
  if (at.endsWith('/')) return location(at, `^${at}(.*)$`, `${as}$1`)
  return [location(`= ${at}`, '^', as), location(`= ${at}/`, '^', as)].join('\n')
}

function toErrorPage([statuses, code]: [string, ErrorCode]): string {
  const { status, headers, body } = toProblemAnswer(new Failure(code))
  const { 'content-type': type, ...others } = headers
  // Not a named location: nginx cannot lead a request there whose address it could not read.
  return `error_page ${statuses} = /refused/${code};
location = /refused/${code} {
  internal;
  default_type ${type};
${toHeaders(others)}
  return ${status} '${String(body).replaceAll("'", "\\'")}';
}
`
}

const toHeaders = (headers: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `  add_header ${name} "${value}" always;`)
    .join('\n')
