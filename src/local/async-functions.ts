import type { Logger } from 'pino'
import { addressesOf, isLoopback, parseCallbackUrl } from '../callback/address.ts'
import { Failure } from '../errors/failure.ts'
import type { FunctionEvent } from '../faas/handler.ts'
import { headerOf } from '../faas/request.ts'
import { collect, isStreamed } from '../faas/streamed-body.ts'
import type { Message, Subscription, Topics } from '../topic/topic.ts'
import type { Functions } from './functions.ts'

const TOPIC = 'async-function'

/** OpenFaaS's own limit for the body of an asynchronous call, in bytes. */
const MAX_BODY_BYTES = 256_000

/** Asynchronous calls: kept in a topic until they are made, so that none is lost with the process. */
export interface AsyncFunctions {
  /** @throws Failure `function-not-found`, `body-too-large`, `callback-not-allowed`, `topic-unavailable` */
  enqueue(name: string, event: FunctionEvent, callId: string): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

interface AsyncFunctionsDependencies {
  readonly topics: Topics
  readonly functions: Functions
  readonly callbackAnywhere: boolean
  readonly clock: () => number
  readonly logger: Logger
}

/**
 * OpenFaaS's asynchronous calls (https://docs.openfaas.com/reference/async/): answered at once, made one after the other,
 * the answer sent to `X-Callback-Url`. A call that was being made when the process ended is made again.
 */
export function createAsyncFunctions(parts: AsyncFunctionsDependencies): AsyncFunctions {
  const { topics, functions, callbackAnywhere, clock, logger } = parts
  let subscription: Subscription | undefined

  return {
    async enqueue(name, event, callId) {
      functions.find(name)
      const body = event.body instanceof Uint8Array ? event.body : Buffer.alloc(0)
      if (body.length > MAX_BODY_BYTES) {
        throw new Failure('body-too-large', { detail: `An asynchronous call takes at most ${MAX_BODY_BYTES} bytes.` })
      }
      const callback = headerOf(event, 'x-callback-url')
      if (callback !== undefined && !callbackAnywhere) await requireLoopback(callback)
      const call = { ...event, name, body: undefined, headers: { ...event.headers, 'x-call-id': callId } }
      await topics.write([{ topic: TOPIC, key: callId, value: body, headers: { call: JSON.stringify(call) } }])
    },

    async start() {
      await topics.ensure([{ topic: TOPIC, partitions: 1 }])
      subscription = await topics.subscribe({
        group: 'queue-worker',
        topics: [{ topic: TOPIC, initialOffset: 'earliest' }],
        maxMessages: 1,
        async receive(messages) {
          for (const message of messages) {
            await call(message).catch((error: unknown) => logger.warn({ err: error }, 'asynchronous call failed'))
            await subscription?.commit([message])
          }
        },
      })
    },

    stop: async () => subscription?.stop(),
  }

  async function call({ headers, value }: Message): Promise<void> {
    const { name, ...event } = JSON.parse(headers['call'] ?? '{}') as FunctionEvent & { name: string }
    const startedAt = clock()
    const answer = await functions.invoke(name, { ...event, body: value })
    const callback = headerOf(event, 'x-callback-url')
    if (callback === undefined) return
    const body = isStreamed(answer.body) ? await collect(answer.body) : answer.body
    const isPlain = typeof body === 'string' || body instanceof Uint8Array
    await fetch(callback, {
      method: 'POST',
      redirect: 'error',
      body: isPlain ? (body as string) : JSON.stringify(body ?? ''),
      headers: {
        'content-type': answer.headers['content-type'] ?? 'application/octet-stream',
        'x-call-id': headerOf(event, 'x-call-id') ?? '',
        'x-function-name': name,
        'x-function-status': String(answer.status),
        'x-duration-seconds': String((clock() - startedAt) / 1000),
      },
    })
  }
}

/** Refuses a callback that does not stay on this machine: a stranger must not make it call others. */
async function requireLoopback(callback: string): Promise<void> {
  const addresses = await addressesOf(parseCallbackUrl(callback))
  if (addresses.length === 0 || !addresses.every(isLoopback)) throw new Failure('callback-not-allowed')
}
