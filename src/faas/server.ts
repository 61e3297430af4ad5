import type { Socket } from 'node:net'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import type { Answer, FunctionEvent } from './handler.ts'
import { toProblemAnswer } from './problem.ts'

/** Limits of a server that hands bodies over as the bytes that came. */
export interface ServerOptions {
  readonly maxBodyBytes: number
  /** How long a client may take to send one request, in milliseconds. */
  readonly requestTimeoutMs: number
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The server itself. Every refusal of its own is problem+json too, never HTML.
 * A browser says when a page of another site sends a request (Fetch Metadata); such a page can neither submit nor scale.
 */
export function createServer({ maxBodyBytes, requestTimeoutMs }: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: (error, socket) => refuse(socket, error.code),
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.addHook('onRequest', async ({ method, headers }) => {
    if (headers['sec-fetch-site'] === 'cross-site' && !SAFE_METHODS.has(method)) throw new Failure('cross-site-refused')
  })
  server.setErrorHandler<FastifyError>((error, _request, reply) => send(reply, toProblemAnswer(translate(error))))
  server.setNotFoundHandler((_request, reply) => send(reply, toProblemAnswer(new Failure('route-not-found'))))
  return server
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

/** Sends what a handler answered: objects as JSON, everything else as it is. */
export function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  reply.code(status).headers(headers)
  if (body === undefined || body instanceof Uint8Array) return reply.send(body)
  // Bytes, because to text the framework adds a charset, which JSON does not have (RFC 8259 §11).
  if (typeof body === 'string') return reply.send(Buffer.from(body))
  return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)))
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

/** Answers what the parser of node:http refused before there was a request. */
function refuse(socket: Socket, parserCode: string): void {
  if (!socket.writable) return void socket.destroy()
  const code = parserCode === 'HPE_HEADER_OVERFLOW' ? 'headers-too-large' : 'request-not-valid'
  const { status, headers, body } = toProblemAnswer(new Failure(code))
  const head = { ...headers, 'content-length': String(Buffer.byteLength(String(body))), connection: 'close' }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}
