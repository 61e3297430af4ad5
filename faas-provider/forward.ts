import { addAbortListener } from 'node:events'
import { type IncomingMessage, request as open } from 'node:http'
import { Failure } from '../src/errors/failure.ts'
import { headersOfTheCall } from '../src/faas/connection-headers.ts'

/** Replicas are on the same machine: one that cannot be connected by then is not there. Milliseconds. */
const CONNECT_TIMEOUT_MS = 2000

/** What a replica sent before it ended may still be on its way for that long: milliseconds. */
const LAST_WORDS_MS = 1000

/** A call on its way to a function. */
export interface Call {
  /** What came: its body is passed on as it comes. */
  readonly request: IncomingMessage
  /** The path at the function, with its query. */
  readonly path: string
  /** Ends with the caller. */
  readonly signal: AbortSignal
}

/** Where a call goes. */
export interface Target {
  readonly host: string
  readonly port: number
  /** How long nothing may happen on the connection, in milliseconds. */
  readonly timeoutMs: number
  /** Says that the replica has ended: its network is gone with it, and with that the news of its end. */
  readonly gone: AbortSignal
}

/** Nothing of a call has been sent: it may go to another replica. */
export class NeverSent extends Error {}

/**
 * Sends a call to one replica and resolves with the answer when its head has come. Each call has a connection of its own:
 * what could not be connected was never sent. What was cut off is not sent again: the caller knows whether it may be, and a
 * call that ends its replica must not end all of them.
 * @throws NeverSent when it could not be connected
 * @throws Failure `function-timed-out`, `function-unavailable`
 */
export function forward(
  { request, path, signal }: Call,
  { host, port, timeoutMs, gone }: Target,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const { method = 'GET', headers: given } = request
  const hasBody = Number(given['content-length'] ?? 0) > 0 || given['transfer-encoding'] !== undefined
  const headers = { ...headersOfTheCall(given), ...forwardedOf(request) }
  const sent = open({ agent: false, host, port, path, method, headers, signal, timeout: timeoutMs })
  let isBegun = false

  const connecting = setTimeout(() => sent.destroy(new Error('no connection in time')), CONNECT_TIMEOUT_MS)
  sent.once('socket', (socket) => {
    // Not before there is a connection: until then the body is whole, for another replica.
    socket.once('connect', () => {
      clearTimeout(connecting)
      isBegun = true
      if (hasBody) request.pipe(sent)
      else sent.end()
    })
  })
  const listening = addAbortListener(gone, () => {
    setTimeout(() => sent.destroy(new Error('the replica has ended')), LAST_WORDS_MS).unref()
  })
  sent.once('close', () => {
    clearTimeout(connecting)
    listening[Symbol.dispose]()
  })
  sent.once('response', resolve)
  sent.once('timeout', () => sent.destroy(new Failure('function-timed-out')))
  sent.once('error', (error) => {
    if (error instanceof Failure) return reject(error)
    if (!isBegun && !signal.aborted) return reject(new NeverSent(String(error), { cause: error }))
    return reject(new Failure('function-unavailable', { message: String(error), cause: error }))
  })
  return promise
}

/** Who called, for a call that did not come through a gateway, which would have said so. */
function forwardedOf({ headers, socket }: IncomingMessage): Record<string, string> {
  const { 'x-forwarded-for': by, 'x-forwarded-host': at, host } = headers
  return {
    ...(by === undefined && socket.remoteAddress && { 'x-forwarded-for': socket.remoteAddress }),
    ...(at === undefined && host && { 'x-forwarded-host': host }),
  }
}
