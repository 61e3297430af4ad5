import type { Claim, Operation, OperationError, PictureFacts, ResultFacts, Timings } from './operation.ts'
import type { ResizeOptions } from './options.ts'

/** Where a message stands in the topic. */
export interface TopicPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Whether two say the same place. */
export function isSamePosition(one: TopicPosition, other: TopicPosition): boolean {
  return one.topic === other.topic && one.partition === other.partition && one.offset === other.offset
}

/** What a connector told when it handed a message to a function. */
export interface Dispatch {
  /** Its name. */
  readonly connector: string
  /** Which invocation of the function with this message it was, from 1. */
  readonly invocation: number
  /** When, epoch milliseconds of the connector's clock. */
  readonly toldAt: number
}

/** A message as it was brought: where it stood first, and what it and the connector told of that, if they did. */
export interface Delivery extends TopicPosition {
  /** When it was written, epoch milliseconds of its writer's clock. */
  readonly writtenAt?: number
  readonly dispatch?: Dispatch
}

/** A message that a connector gave up, and why, in the connector's words. */
export interface DeadLetter {
  /** Where it stands as a dead letter: no other one stands there. */
  readonly letter: TopicPosition
  /** Where it stood first. */
  readonly delivery: TopicPosition
  /** When it was written, epoch milliseconds of its writer's clock. */
  readonly writtenAt?: number
  /** The function that did not take it, how often it was invoked, and what its last answer was. */
  readonly function: string
  readonly invocations: number
  readonly outcome: string
  readonly reason: string
  /** When it was given up, epoch milliseconds of the connector's clock. */
  readonly toldAt: number
}

/**
 * When something happened of which somebody told later: `at` by the store's clock. `toldAt` is there where a time was told
 * at which it cannot have been ({@link toldTime}), epoch milliseconds.
 */
interface Told {
  readonly at: number
  readonly toldAt?: number
}

/**
 * What happened, with what the row needs to be rebuilt from it. What has no time of its own happens when it is recorded.
 * `claimed` has the `delivery` where nothing told of a dispatch; else `dispatched`, which is recorded with it, has it.
 */
export type Happening =
  | { readonly type: 'requested'; readonly options: ResizeOptions; readonly source: PictureFacts }
  | ({ readonly type: 'published'; readonly position: TopicPosition } & Partial<Told>)
  | ({ readonly type: 'dispatched'; readonly delivery: TopicPosition } & Omit<Dispatch, 'toldAt'> & Told)
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
  | ({ readonly type: 'dead-lettered' } & Omit<DeadLetter, 'toldAt' | 'writtenAt'> & Told)
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

/**
 * Happenings as the next events of an operation's history.
 * @param revision of the operation before them
 * @param now epoch milliseconds of the store's clock
 */
export function toEvents(
  { id, revision }: Pick<Operation, 'id' | 'revision'>,
  happenings: readonly Happening[],
  now: number,
): OperationEvent[] {
  return happenings.map((happening, index) => ({
    at: now,
    ...happening,
    operation: id,
    sequence: revision + 1 + index,
  }))
}

/** The members of events that are times, beside `at`: whoever tells events writes them as RFC 3339. */
export const EVENT_TIMES: ReadonlySet<string> = new Set(['leaseUntil', 'toldAt'])

/** Whether an operation has ended with this event: nothing but expiry or erasure can come behind it. */
export function isEnd({ type }: Happening): boolean {
  return type === 'completed' || type === 'failed' || type === 'expired' || type === 'erased'
}
