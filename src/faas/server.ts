import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import type { Answer, FunctionEvent } from './handler.ts'
import { toProblemAnswer } from './problem.ts'
import { isStreamed, untilAborted } from './streamed-body.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close: what is still being sent comes to its end. */
    readonly closing: AbortSignal
  }
}

/** Limits of a server that hands bodies over as the bytes that came. */
export interface ServerOptions {
  readonly maxBodyBytes: number
  /** How long a client may take to send one request, in milliseconds. */
  readonly requestTimeoutMs: number
  /** How long it may take for the headers of it. */
  readonly headersTimeoutMs?: number
  /** Which requests the pages of other sites may send that are not safe. None when left out. */
  readonly mayCross?: (request: FastifyRequest) => boolean
}

/** What every answer says that does not say it by itself: it is no page, and nothing is to be made of it but what it is. */
const GUARDED = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** How long a client may take for its headers when nothing else is said, in milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The server itself. Every refusal of its own is problem+json too, never HTML.
 * A browser says when a page of another site sends a request (Fetch Metadata); such a page can neither submit nor scale.
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const { maxBodyBytes, requestTimeoutMs, headersTimeoutMs = HEADERS_TIMEOUT_MS, mayCross = () => false } = options
  const server = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs / 2) },
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: (error, socket) => refuse(socket, error.code),
  })
  const closing = new AbortController()
  server.decorate('closing', closing.signal)
  server.addHook('preClose', async () => closing.abort())
  server.addHook('onResponse', async (request) => {
    // An answer that began before the server closed left its connection open for another request.
    if (closing.signal.aborted) request.raw.socket.end()
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.addHook('onRequest', async (request) => {
    const isCross = request.headers['sec-fetch-site'] === 'cross-site' && !SAFE_METHODS.has(request.method)
    if (isCross && !mayCross(request)) throw new Failure('cross-site-refused')
  })
  server.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(GUARDED)) if (!reply.hasHeader(name)) reply.header(name, value)
  })
  server.setErrorHandler<FastifyError>((error, _request, reply) => send(reply, toProblemAnswer(translate(error))))
  server.setNotFoundHandler((_request, reply) => send(reply, toProblemAnswer(new Failure('route-not-found'))))
  return server
}

/**
 * Gives the routes of a scope the bodies of requests as streams, for who only hands them on. What says that it is longer
 * than the limit is refused; what does not say how long it is, is counted by whoever reads it.
 */
export function streamBodies(scope: FastifyInstance, maxBodyBytes: number): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
  scope.addHook('onRequest', async ({ headers }) => {
    if (Number(headers['content-length'] ?? 0) > maxBodyBytes) throw new Failure('body-too-large')
  })
  scope.addHook('onSend', async ({ raw, headers }, reply) => {
    // The answer came before the end of a body that need not have one: nobody reads the rest of it.
    if (!raw.complete && headers['content-length'] === undefined) reply.header('connection', 'close')
  })
  scope.addHook('onResponse', async ({ raw }) => {
    // Nor the rest of one that has an end, where its reader stopped; but behind it the next request comes.
    if (!raw.complete) raw.resume()
  })
}

/** The event for a handler whose own address ends before `path`. */
export function toEvent(request: FastifyRequest, path: string): FunctionEvent {
  return {
    body: request.body ?? Buffer.alloc(0),
    headers: request.headers,
    method: request.method,
    query: request.query as Record<string, unknown>,
    path: path.startsWith('/') ? path : `/${path}`,
  }
}

/** Sends what a handler answered: a streamed body piece by piece, objects as JSON, everything else as it is. */
export function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  reply.code(status).headers(headers)
  if (body === undefined || body instanceof Uint8Array) return reply.send(body)
  // What has a length comes to its end by itself.
  if (body instanceof Readable && headers['content-length'] !== undefined) return reply.send(body)
  if (isStreamed(body)) return reply.send(Readable.from(untilAborted(body, endOf(reply)), { objectMode: false }))
  // Bytes, because to text the framework adds a charset, which JSON does not have (RFC 8259 §11).
  if (typeof body === 'string') return reply.send(Buffer.from(body))
  return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)))
}

/** Aborted when the client is gone or the server closes. */
function endOf({ server, raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return AbortSignal.any([server.closing, gone.signal])
}

const TRANSLATED: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type-not-supported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request-not-valid',
  FST_ERR_BAD_URL: 'request-not-valid',
}

function translate(error: FastifyError): unknown {
  const code = TRANSLATED[error.code]
  return code ? new Failure(code, { cause: error }) : error
}

const REFUSED_BY_PARSER: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timed-out',
}

/** Answers what the parser of node:http refused before there was a request. */
function refuse(socket: Socket, parserCode: string): void {
  if (!socket.writable) return void socket.destroy()
  const code = REFUSED_BY_PARSER[parserCode] ?? 'request-not-valid'
  const { status, headers, body } = toProblemAnswer(new Failure(code))
  const head = { ...headers, 'content-length': String(Buffer.byteLength(String(body))), connection: 'close' }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}
