import type { Logger } from 'pino'
import { Failure } from '../errors/failure.ts'
import { digest } from './digest.ts'
import type { Status } from './operation.ts'
import type { ResizeOptions } from './options.ts'
import type { Inspect, OperationStore, Publish } from './ports.ts'
import type { Mark } from './published-marks.ts'
import { evolve } from './state-machine.ts'
import { createStoreClock } from './store-clock.ts'
import { findOperation, remember, transition } from './transition.ts'

/** One request to resize one picture. */
export interface Submission {
  readonly source: Uint8Array
  readonly options: ResizeOptions
  /** The client's `Idempotency-Key`: the same key with the same request is the same operation. */
  readonly idempotencyKey?: string
  /** The URL that is to be told of the end. */
  readonly callback?: string
}

/** Accepts a submission durably and says under which ID; its status is another one when its key was used before. */
export type Submit = (submission: Submission) => Promise<{ id: string; status: Status }>

interface SubmitDependencies {
  readonly store: OperationStore
  readonly publish: Publish
  readonly mark: Mark
  readonly inspect: Inspect
  readonly newId: () => string
  readonly logger: Logger
}

/**
 * The submit use case: check, store, publish. Once stored, the operation is accepted: a topic that is down does not
 * refuse it, the sweep writes its message later.
 *
 * The promise rejects with Failure `picture-…`, `result-too-large`, `idempotency-conflict` or `store-unavailable`; nothing is stored then.
 */
export function createSubmit({ store, publish, mark, inspect, newId, logger }: SubmitDependencies): Submit {
  const storeClock = createStoreClock(store)
  return async ({ source, options, idempotencyKey, callback }) => {
    const { format, width, height } = inspect(source, options)
    const facts = { digest: digest(source), format, width, height, bytes: source.length }
    const idempotency = idempotencyKey && {
      key: idempotencyKey,
      requestDigest: digest(
        JSON.stringify([facts.digest, Object.entries(options).sort(), ...(callback ? [callback] : [])]),
      ),
    }
    const id = newId()
    const at = await storeClock()
    const requested = { type: 'requested', operation: id, sequence: 1, at, options, source: facts } as const
    const accepted = remember({ operation: evolve(undefined, requested), now: at })
    const outcome = await store.accept(requested, source, idempotency || undefined, callback)
    if (!outcome.accepted) {
      if (idempotency && outcome.requestDigest !== idempotency.requestDigest) throw new Failure('idempotency-conflict')
      const { operation } = await findOperation(store, outcome.id)
      return { id: operation.id, status: operation.status }
    }
    try {
      const position = await publish(id)
      await mark(accepted(), position)
    } catch (error) {
      logger.warn({ operation: id, err: error }, 'not published yet, the sweep will do it')
    }
    return { id, status: 'queued' }
  }
}

/**
 * Writes an operation's message to the topic and records it. The mark may be lost, never the message: the sweep writes
 * it once more then, and the worker finds nothing to claim.
 * @throws Failure `topic-unavailable`, `store-unavailable`
 */
export async function publishOperation(
  { store, publish }: { store: OperationStore; publish: Publish },
  id: string,
): Promise<void> {
  const position = await publish(id)
  await transition(store, id, { type: 'publish', position })
}
