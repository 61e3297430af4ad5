import type { Claim, OperationError, PictureFacts, ResultFacts, Timings } from './operation.ts'
import type { ResizeOptions } from './options.ts'

/** Where a message stands in the topic. */
export interface TopicPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** What happened, with what the row needs to be rebuilt from it. */
export type Happening =
  | { readonly type: 'requested'; readonly options: ResizeOptions; readonly source: PictureFacts }
  | { readonly type: 'published'; readonly position: TopicPosition }
  | ({ readonly type: 'claimed'; readonly delivery?: TopicPosition } & Claim)
  | { readonly type: 'retried'; readonly attempt: number; readonly error: OperationError }
  | {
      readonly type: 'completed'
      readonly attempt: number
      readonly result: ResultFacts
      readonly engine: string
      readonly timings: Timings
    }
  | { readonly type: 'failed'; readonly attempt: number; readonly error: OperationError }
  | { readonly type: 'expired' }
  | { readonly type: 'erased' }

/**
 * One line of an operation's history, written in the same transaction as the change that it records.
 * `sequence` counts from 1 without gaps; `at` is epoch milliseconds of the store's clock.
 */
export type OperationEvent = Happening & {
  readonly operation: string
  readonly sequence: number
  readonly at: number
}
