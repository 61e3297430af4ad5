import { Failure } from '../errors/failure.ts'
import type { FunctionEvent } from './handler.ts'
import { parseStrictJson } from './strict-json.ts'

/** A header's value by its lower-case name; the first one where it came several times. */
export function headerOf(event: Pick<FunctionEvent, 'headers'>, name: string): string | undefined {
  const value = event.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The media type of the body, without parameters, in lower case; '' when none is named. */
export function mediaTypeOf(event: FunctionEvent): string {
  return (headerOf(event, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The body as bytes, or undefined when a host has parsed it already. */
export function bytesOf({ body }: Pick<FunctionEvent, 'body'>): Uint8Array | undefined {
  if (body instanceof Uint8Array) return body
  return typeof body === 'string' ? Buffer.from(body) : undefined
}

/**
 * The body as JSON, whatever its media type says: `curl -d` and `faas-cli invoke` name others.
 * @throws Failure `body-not-json`
 */
export function jsonOf(event: Pick<FunctionEvent, 'body'>): unknown {
  const bytes = bytesOf(event)
  if (!bytes) return event.body
  return parseStrictJson(textOf(bytes))
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Failure('body-not-json')
  }
}

/**
 * A handler that asks for this answers `OPTIONS` too, by its `Allow` (with-problems.ts).
 * @throws Failure `method-not-allowed` when the event's method is none of these
 */
export function requireMethod(event: FunctionEvent, ...methods: string[]): void {
  if (methods.includes(event.method)) return
  const allow = [...methods, 'OPTIONS'].join(', ')
  throw new Failure('method-not-allowed', { detail: `Allowed: ${allow}.`, headers: { allow } })
}

/**
 * How long a client wants to wait, in milliseconds, from `?wait=20` or `Prefer: wait=20` (RFC 7240 §4.3).
 * @throws Failure `request-not-valid`
 */
export function waitOf(event: FunctionEvent, maxMs: number): number {
  const preferred = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/.exec(headerOf(event, 'prefer') ?? '')?.[1]
  const asked = event.query['wait'] ?? preferred ?? '0'
  if (typeof asked !== 'string' || !/^\d{1,6}$/.test(asked)) {
    throw new Failure('request-not-valid', { detail: 'wait must be a number of seconds.' })
  }
  return Math.min(Number(asked) * 1000, maxMs)
}
