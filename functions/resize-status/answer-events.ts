import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Answer, FunctionEvent } from '../../src/faas/handler.ts'
import { preferredOf } from '../../src/faas/negotiate.ts'
import { headerOf, requireMethod } from '../../src/faas/request.ts'
import type { OperationEvent } from '../../src/operation/event.ts'
import type { Follow } from '../../src/operation/follow.ts'
import { hasEnded } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { findOperation } from '../../src/operation/transition.ts'
import { toCloudEvent } from '../cloud-event.ts'

interface EventsParts {
  readonly store: OperationStore
  readonly follow: Follow
  /** How long one stream goes on, in milliseconds; the client comes again by itself. */
  readonly maxStreamMs: number
  readonly logger: Logger
}

/** After how long a client that lost its stream comes again, in milliseconds. */
const RETRY_MS = 1_000

/** `/<id>/events`: the operation's history as CloudEvents, at once or as a stream of server-sent events. */
export function createAnswerEvents({ store, follow, maxStreamMs, logger }: EventsParts) {
  return async (event: FunctionEvent, id: string): Promise<Answer> => {
    requireMethod(event, 'GET', 'HEAD')
    const type = preferredOf(event, ['application/json', 'text/event-stream'])
    const { operation } = await findOperation(store, id)
    const headers = { 'content-type': type, 'cache-control': 'no-store' }
    if (type === 'application/json') {
      const events = (await store.readEvents(id)).map(toCloudEvent)
      return { status: 200, headers, body: JSON.stringify({ identifier: id, events }) }
    }
    const seen = lastEventIdOf(event)
    // A browser comes again after every end of a stream, until this answer (HTML, server-sent events).
    if (hasEnded(operation.status) && seen >= operation.revision) return { status: 204, headers: {}, body: undefined }
    const body = event.method === 'HEAD' ? undefined : toStream(id, follow(id, seen, maxStreamMs))
    return { status: 200, headers: { ...headers, 'x-accel-buffering': 'no' }, body }
  }

  async function* toStream(id: string, happening: AsyncIterable<OperationEvent[]>): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`retry: ${RETRY_MS}\n\n`)
    try {
      for await (const events of happening) yield Buffer.from(events.map(toMessage).join('') || ': still here\n\n')
    } catch (error) {
      // The answer has begun, so it can only end: the client comes again and goes on behind what it has.
      logger.warn({ operation: id, err: error }, 'stream of events ended early')
    }
  }
}

const toMessage = (event: OperationEvent) => `id: ${event.sequence}\ndata: ${JSON.stringify(toCloudEvent(event))}\n\n`

/** The sequence number of the last event that the client has; 0 when it has none. @throws Failure `request-not-valid` */
function lastEventIdOf(event: FunctionEvent): number {
  const given = headerOf(event, 'last-event-id') ?? '0'
  if (!/^\d{1,9}$/.test(given)) throw new Failure('request-not-valid', { detail: 'Last-Event-ID must be a number.' })
  return Number(given)
}
