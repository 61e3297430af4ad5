import { type Dispatcher, request } from 'undici'
import type { Answer } from './answer.ts'
import type { Delivery } from './delivery.ts'
import { invocationHeaders } from './invocation-headers.ts'
import { parseRetryAfter } from './retry-after.ts'

/** How much of an answer's body is kept, in bytes. */
const keptBody = 4096
/** How much of an answer's body is read at most, in bytes; behind that the connection is given up. */
const readBody = 1024 * 1024

/** What the invoker needs. */
export interface InvokerOptions {
  /** The name of this connector, as functions are told. */
  readonly name: string
  readonly gatewayUrl: string
  readonly contentType: string
  /** Invokes through the gateway's queue: its 202 says only that the message is there. */
  readonly asyncInvocation: boolean
  /** How long an answer may take, its body included. */
  readonly timeoutMs: number
  readonly dispatcher: Dispatcher
  readonly clock: () => number
}

/** Invokes a function with a delivery. Never rejects: whatever happens is an answer. */
export type Invoke = (functionName: string, delivery: Delivery) => Promise<Answer>

/** Invokes functions through the gateway: `POST {gateway}/function/{name}`, the message's bytes as the body. */
export function createInvoker(options: InvokerOptions): Invoke {
  const { name, gatewayUrl, contentType, timeoutMs, dispatcher, clock } = options
  const url = `${gatewayUrl}/${options.asyncInvocation ? 'async-function' : 'function'}`
  return async (functionName, delivery) => {
    // AbortSignal.timeout would be kept until it is due, long after the answer.
    const deadline = new AbortController()
    const { signal } = deadline
    const timer = setTimeout(() => deadline.abort(), timeoutMs)
    try {
      const response = await request(`${url}/${encodeURIComponent(functionName)}`, {
        method: 'POST',
        headers: invocationHeaders(delivery, contentType, { connector: name, dispatchedAt: clock() }),
        body: delivery.message.value,
        dispatcher,
        signal,
        // One clock for the whole answer, the signal's.
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      const retryAfterMs = parseRetryAfter(firstOf(response.headers['retry-after']), clock())
      return {
        kind: 'answered',
        status: response.statusCode,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        body: await readStart(response.body),
      }
    } catch (error) {
      if (signal.aborted) return { kind: 'timed-out' }
      return { kind: 'unreachable', reason: reasonOf(error) }
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Reads a body, so that its connection can be used again, and keeps its beginning. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = []
  let read = 0
  for await (const chunk of body) {
    if (read < keptBody) kept.push(chunk.subarray(0, keptBody - read))
    read += chunk.length
    if (read > readBody) break
  }
  return Buffer.concat(kept).toString()
}

const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? `${error.code}: ${error.message}` : error.message
}
