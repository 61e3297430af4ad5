import type { Logger } from 'pino'
import type { Operation } from './operation.ts'
import type { OperationStore } from './ports.ts'

/** Somebody who is to be told of the end of an operation. */
export interface Callback {
  readonly operation: string
  readonly url: string
  /** How often it was tried. */
  readonly tries: number
}

/** Where callbacks are kept until they were made; they come with their operation. @throws Failure `store-unavailable` */
export interface CallbackStore {
  /** The callbacks of operations that have ended, or that of one, whose time has come; the longest due first. */
  findDue(limit: number, operation?: string): Promise<Callback[]>
  /**
   * Counts one more try and moves the time of the next one `forMs` milliseconds from now; false when somebody else did that
   * meanwhile, and makes the try.
   */
  claim(callback: Callback, forMs: number): Promise<boolean>
  remove(operation: string): Promise<void>
}

/** Tells a URL how an operation ended. Rejects when it was not told, whatever the reason. */
export type Notify = (url: string, operation: Operation) => Promise<void>

/** When callbacks are tried. Milliseconds, except `maxTries`. */
export interface RetryRules {
  readonly timeoutMs: number
  readonly retryAfterMs: number
  readonly maxTries: number
}

/** What became of the callbacks that were due. `failed`: to be tried again. */
export interface Called {
  readonly delivered: number
  readonly failed: number
  readonly abandoned: number
}

/** Makes the callbacks that are due, or that of one operation, when it is due. */
export type MakeCallbacks = (operation?: string) => Promise<Called>

interface MakeCallbacksDependencies {
  readonly store: OperationStore
  readonly callbacks: CallbackStore
  readonly notify: Notify
  readonly rules: RetryRules
  readonly clock: () => number
  /** Aborted when the process is to end: nothing new is begun. */
  readonly stopTaking: AbortSignal
  readonly logger: Logger
}

/** Callbacks that are made at once. */
const BATCH = 32

/** No further batch is begun after this time, so that whoever calls the sweep has not given it up. */
const BEGIN_WITHIN_MS = 10_000

const FACTOR = 4
const LONGEST_MS = 86_400_000

/**
 * How long after its try number `tries` (from 1) a callback is tried again, in milliseconds. The try itself is over by
 * then, so that no two are made at once.
 */
export function nextTryAfter(tries: number, { retryAfterMs, timeoutMs }: RetryRules): number {
  return Math.max(Math.min(retryAfterMs * FACTOR ** (tries - 1), LONGEST_MS), 2 * timeoutMs)
}

/**
 * The use case of callbacks. A try is claimed before it is made: any number of these may run at once, and what is killed
 * in a try is tried again at the time that was claimed. A receiver may hear twice of one operation.
 */
export function createMakeCallbacks(parts: MakeCallbacksDependencies): MakeCallbacks {
  const { store, callbacks, notify, rules, clock, stopTaking, logger } = parts
  return async (operation) => {
    const until = clock() + BEGIN_WITHIN_MS
    const called = { delivered: 0, failed: 0, abandoned: 0 }
    for (let due = BATCH; due === BATCH && clock() < until && !stopTaking.aborted; ) {
      const batch = await callbacks.findDue(BATCH, operation)
      due = batch.length
      const outcomes = await Promise.all(batch.map(make))
      for (const outcome of outcomes) if (outcome) called[outcome] += 1
    }
    return called
  }

  async function make(callback: Callback): Promise<keyof Called | undefined> {
    const { operation, url } = callback
    const tries = callback.tries + 1
    if (!(await callbacks.claim(callback, nextTryAfter(tries, rules)))) return undefined
    const found = await store.find(operation)
    // What was erased or has expired is nobody's business any more.
    const isGone = found === undefined || found.operation.status === 'expired'
    const outcome = isGone ? 'abandoned' : await tell(url, found.operation, tries)
    if (outcome !== 'failed') await callbacks.remove(operation)
    return outcome
  }

  async function tell(url: string, operation: Operation, tries: number): Promise<keyof Called> {
    try {
      await notify(url, operation)
      return 'delivered'
    } catch (error) {
      const outcome = tries < rules.maxTries ? 'failed' : 'abandoned'
      logger.warn({ operation: operation.id, tries, outcome, err: error }, 'callback not delivered')
      return outcome
    }
  }
}
