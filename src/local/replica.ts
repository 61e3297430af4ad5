import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { headersOfTheCall } from '../faas/connection-headers.ts'
import type { Answer, FunctionEvent } from '../faas/handler.ts'
import { bytesOf } from '../faas/request.ts'

/** One process of a function, at one address. */
export interface Replica {
  /**
   * Calls it. A body that is a stream goes on as it comes, and so does the body of a long answer.
   * @throws NeverSent when nothing reached it: the same event can go to another one
   * @throws TookTooLong; anything else when the call broke on the way
   */
  call(event: FunctionEvent): Promise<Answer>
  close(): void
}

/** A call that did not begin, so that it may be made elsewhere. */
export class NeverSent extends Error {}

/** A call without a sign of life for too long. */
export class TookTooLong extends Error {}

/**
 * An answer of up to so many bytes is read to its end before it goes on: when it breaks on the way, the client is told so,
 * and gets no half of it.
 */
const WHOLE_BYTES = 64 * 1024

const CONNECT_TIMEOUT_MS = 10_000

/** A connection that nobody used for so long is closed: sooner than servers do it, lest a call goes into one that ends. */
const IDLE_MS = 3000

/** @param timeoutMs how long nothing may happen on a call */
export function createReplica({ protocol, hostname, port, pathname }: URL, timeoutMs: number): Replica {
  const isEncrypted = protocol === 'https:'
  const request = isEncrypted ? requestHttps : requestHttp
  const agent = new (isEncrypted ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: IDLE_MS })
  const base = pathname.replace(/\/$/, '')
  // An address of IPv6 has brackets in a URL alone.
  const host = hostname.replace(/^\[(.*)\]$/, '$1')

  return {
    async call(event) {
      const headers = headersFor(event)
      const path = `${base}${event.path}${queryOf(event)}`
      const outgoing = request({ agent, host, port, path, method: event.method, headers, timeout: timeoutMs })
      return await toAnswer(await answered(outgoing, event), event.method)
    },
    close: () => agent.destroy(),
  }
}

/** Sends the event once there is a connection, not before: what it has been taken from, a stream does not give again. */
function answered(outgoing: ClientRequest, event: FunctionEvent): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  let isSent = false
  const sendEvent = () => {
    isSent = true
    sendBody(outgoing, event)
  }
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return sendEvent()
    const timer = setTimeout(() => outgoing.destroy(new Error('no connection in time')), CONNECT_TIMEOUT_MS)
    socket.once('connect', sendEvent)
    for (const over of ['connect', 'close']) socket.once(over, () => clearTimeout(timer))
  })
  outgoing.once('timeout', () => outgoing.destroy(new TookTooLong('no answer in time')))
  outgoing.once('response', resolve)
  // Behind the answer it says nothing new: that the rest of the body is not wanted, or what the answer tells by itself.
  outgoing.on('error', (error) => reject(isSent ? error : new NeverSent(error.message, { cause: error })))
  return promise
}

function sendBody(outgoing: ClientRequest, event: FunctionEvent): void {
  const { body } = event
  if (!(body instanceof Readable)) return void outgoing.end(bytesOf(event))
  body.pipe(outgoing)
  body.once('close', () => {
    // Whoever was sending it is gone.
    if (!body.readableEnded) outgoing.destroy()
  })
}

/** What tells the end of a body: its length when that is known, else each piece's own (RFC 9112 §6.3). */
function headersFor(event: FunctionEvent): Record<string, string> {
  const { 'content-length': length, ...headers } = ofTheCall(event.headers)
  if (!(event.body instanceof Readable)) {
    const bytes = bytesOf(event)?.length ?? 0
    return bytes > 0 ? { ...headers, 'content-length': String(bytes) } : headers
  }
  return length === undefined
    ? { ...headers, 'transfer-encoding': 'chunked' }
    : { ...headers, 'content-length': length }
}

async function toAnswer(response: IncomingMessage, method: string): Promise<Answer> {
  const { 'content-length': length, ...headers } = ofTheCall(response.headers)
  const status = response.statusCode ?? 0
  const withLength = length === undefined ? headers : { ...headers, 'content-length': length }
  if (method === 'HEAD') {
    // The length is that of a body which it does not have.
    response.resume()
    return { status, headers: withLength, body: undefined }
  }
  // Without a length, it is still being made.
  const isShort = response.headers['transfer-encoding'] === undefined && Number(length ?? 0) <= WHOLE_BYTES
  return isShort ? { status, headers, body: await buffer(response) } : { status, headers: withLength, body: response }
}

/** The headers that go on. */
function ofTheCall(headers: FunctionEvent['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headersOfTheCall(headers)).map(([name, value]) => [name, String(value)]))
}

function queryOf({ query }: FunctionEvent): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  )
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}
