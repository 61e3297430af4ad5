import { setInterval } from 'node:timers'
import type { Logger } from 'pino'
import { catalogue } from '../errors/catalogue.ts'
import { type Failure, toFailure } from '../errors/failure.ts'
import { digest } from './digest.ts'
import type { Delivery } from './event.ts'
import type { Operation, OperationError } from './operation.ts'
import type { Engine, Found, OperationStore } from './ports.ts'
import { findOperation, remember, type Transition, transition } from './transition.ts'

/** How long and how often a worker may try. Milliseconds and counts. */
export interface ClaimRules {
  readonly leaseMs: number
  readonly maxAttempts: number
  readonly maxCrashes: number
}

interface ResizeDependencies {
  readonly store: OperationStore
  readonly engine: Engine
  /** The name of this worker, as the history shows it. */
  readonly worker: string
  readonly rules: ClaimRules
  readonly logger: Logger
  /**
   * Runs work when it is its turn. What waits for it is not claimed yet, so that an idle worker elsewhere can take it,
   * and its source is not in memory. `find` tells what it is about, for whom the turn depends on that.
   */
  readonly inTurn: <T>(work: () => Promise<T>, find: () => Promise<Operation>) => Promise<T>
  /** Told of each operation that this worker brought to its end. */
  readonly onEnded: (operation: Operation) => void
}

/** What became of a delivery. `retry`: deliver it again later. */
export type ResizeOutcome = 'completed' | 'failed' | 'nothing-to-do' | 'retry'

/** Works on the operation that a message names. The message may come any number of times, in any order. */
export type Resize = (id: string, delivery?: Delivery) => Promise<ResizeOutcome>

/**
 * The resize use case: claim, read, resize, complete. Whoever lost its claim meanwhile changes nothing.
 *
 * The promise rejects with Failure `operation-not-found` or `store-unavailable`.
 */
export function createResize({ store, engine, worker, rules, logger, inTurn, onEnded }: ResizeDependencies): Resize {
  return (id, delivery) => {
    let known: (() => Found) | undefined
    const find = async () => {
      const found = await findOperation(store, id)
      known = remember(found)
      return found.operation
    }
    return inTurn(() => resize(id, delivery, known?.()), find)
  }

  async function resize(id: string, delivery: Delivery | undefined, known?: Found): Promise<ResizeOutcome> {
    const command = { type: 'claim', worker, ...rules, ...(delivery && { delivery }) } as const
    const claim = await transition(store, id, command, undefined, known)
    if ('refused' in claim) return 'nothing-to-do'
    if (claim.happened.type !== 'claimed') return settle(claim)

    const { attempt, at } = claim.happened
    const claimed = remember({ operation: claim.operation, now: at })
    const log = logger.child({ operation: id, attempt })
    const renewal = setInterval(() => {
      store
        .renewLease(id, attempt, rules.leaseMs)
        .catch((error: unknown) => log.warn({ err: error }, 'lease not renewed'))
    }, rules.leaseMs / 3)
    try {
      return await work(claim.operation, attempt)
    } finally {
      clearInterval(renewal)
    }

    async function work({ options }: Operation, attempt: number): Promise<ResizeOutcome> {
      const source = await store.readPicture(id, 'source')
      if (!source) return 'nothing-to-do'
      try {
        const { bytes, timings, ...made } = await engine.resize(source, options)
        const result = { ...made, digest: digest(bytes), bytes: bytes.length }
        const command = { type: 'complete', attempt, result, engine: engine.fingerprint, timings } as const
        return settle(await transition(store, id, command, bytes, claimed()))
      } catch (error) {
        const failure = toFailure(error)
        if (failure.code === 'store-unavailable') throw failure
        log.warn({ err: failure }, 'attempt ended without a result')
        const reason = toOperationError(failure)
        const command = mayHelpToTryAgain(failure)
          ? ({ type: 'release', attempt, error: reason, ...rules } as const)
          : ({ type: 'fail', attempt, error: reason } as const)
        return settle(await transition(store, id, command))
      }
    }
  }

  function settle(done: Transition): ResizeOutcome {
    if ('refused' in done) return 'nothing-to-do'
    const { type } = done.happened
    if (type !== 'completed' && type !== 'failed') return 'retry'
    onEnded(done.operation)
    return type
  }
}

/** A fault of ours may pass; a picture that was refused will be refused again. */
function mayHelpToTryAgain({ code }: Failure): boolean {
  return catalogue[code].retryable || code === 'internal'
}

function toOperationError({ code, detail }: Failure): OperationError {
  return detail === undefined ? { code } : { code, detail }
}
