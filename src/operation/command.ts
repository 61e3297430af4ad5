import type { DeadLetter, Delivery, Happening, TopicPosition } from './event.ts'
import type { OperationError, ResultFacts, Timings } from './operation.ts'

/** What somebody wants of an operation. Durations in milliseconds. */
export type Command =
  /** Its message was written to the topic. */
  | { readonly type: 'publish'; readonly position: TopicPosition }
  /** A worker takes it for `leaseMs`. */
  | {
      readonly type: 'claim'
      readonly worker: string
      readonly leaseMs: number
      readonly maxAttempts: number
      readonly delivery?: Delivery
    }
  /** The holder of the claim has a result. */
  | {
      readonly type: 'complete'
      readonly attempt: number
      readonly result: ResultFacts
      readonly engine: string
      readonly timings: Timings
    }
  /** The holder of the claim found that it can never be done. */
  | { readonly type: 'fail'; readonly attempt: number; readonly error: OperationError }
  /** The holder of the claim gives it back, to be tried again. */
  | {
      readonly type: 'release'
      readonly attempt: number
      readonly error: OperationError
      readonly maxAttempts: number
      readonly maxCrashes: number
    }
  /** The lease ran out; or, with `holderIsDead`, its holder is known to be gone. */
  | { readonly type: 'end-lease'; readonly maxAttempts: number; readonly holderIsDead: boolean }
  /** A message of it was given up. */
  | ({ readonly type: 'dead-letter' } & DeadLetter)
  /** It has waited for too long since it was requested. */
  | { readonly type: 'give-up'; readonly deadlineMs: number }
  /** It ended long enough ago: its pictures go. */
  | { readonly type: 'expire'; readonly retentionMs: number }
  /** Its owner wants it gone, now. */
  | { readonly type: 'erase' }

/** Why a command does not apply: nothing happens then. */
export type Refusal = 'ended' | 'not-ended' | 'claimed' | 'claim-lost' | 'not-due' | 'erased'

/** What a command leads to: something happens, or a refusal says why not. The last happening is the command's own. */
export type Decision = { readonly happens: readonly Happening[] } | { readonly refused: Refusal }
