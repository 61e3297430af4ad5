import type { OperationEvent, TopicPosition } from './event.ts'
import type { Operation, Status, Timings } from './operation.ts'
import type { ResizeOptions } from './options.ts'

/** Which of an operation's two pictures. */
export type PictureRole = 'source' | 'result'

/** An operation as the store has it, with the store's clock (epoch milliseconds) at that moment. */
export interface Found {
  readonly operation: Operation
  readonly now: number
}

/** A client's key for one request, and the digest of what it requested with it. */
export interface Idempotency {
  readonly key: string
  readonly requestDigest: string
}

/** What a sweep looks for. Ages in milliseconds. */
export type Due =
  | { readonly kind: 'unpublished'; readonly queuedFor: number }
  | { readonly kind: 'long-queued'; readonly publishedFor: number }
  | { readonly kind: 'lease-ended'; readonly holderIsDead: boolean }
  | { readonly kind: 'past-deadline'; readonly requestedFor: number }
  | { readonly kind: 'past-retention'; readonly endedFor: number }

/** Numbers for the metrics. `oldestQueuedMs` is 0 when nothing is queued. */
export interface Census {
  readonly byStatus: Readonly<Record<Status, number>>
  readonly oldestQueuedMs: number
}

/**
 * Where operations live. Every change is one transaction: event, row and pictures together or not at all, durable when
 * the promise resolves. All methods throw Failure `store-unavailable` when the store cannot answer now.
 */
export interface OperationStore {
  /** The store's clock, epoch milliseconds. */
  now(): Promise<number>
  /** Begins an operation, unless its idempotency key was used before: then the first operation is told, nothing written. */
  accept(
    event: OperationEvent & { type: 'requested' },
    source: Uint8Array,
    idempotency?: Idempotency,
  ): Promise<{ accepted: true } | { accepted: false; id: string; requestDigest: string }>
  /**
   * Writes `event` and `after`, the operation folded with it, unless somebody else changed the operation meanwhile:
   * then false, nothing written. `result` is kept beside it; an operation that is `expired` after it keeps no picture.
   */
  append(event: OperationEvent, after: Operation, result?: Uint8Array): Promise<boolean>
  /** Prolongs the lease of the attempt that holds the claim: false when it holds it no more. */
  renewLease(id: string, attempt: number, leaseMs: number): Promise<boolean>
  find(id: string): Promise<Found | undefined>
  findDue(due: Due, limit: number): Promise<string[]>
  /** Those of the IDs whose operations have ended. */
  findEnded(ids: readonly string[]): Promise<string[]>
  readPicture(id: string, role: PictureRole): Promise<Uint8Array | undefined>
  readEvents(id: string): Promise<OperationEvent[]>
  census(): Promise<Census>
  close(): Promise<void>
}

/** Writes an operation's message to the topic and says where. @throws Failure `topic-unavailable` */
export type Publish = (id: string) => Promise<TopicPosition>

/** Checks a source cheaply, without decoding it. @throws Failure `picture-…` */
export type Inspect = (source: Uint8Array) => {
  readonly format: string
  readonly width: number
  readonly height: number
}

/** What the engine made of a source. */
export interface Resized {
  readonly bytes: Uint8Array
  readonly format: string
  readonly width: number
  readonly height: number
  readonly pixelDigest: string
  readonly timings: Timings
}

/** What decodes, resizes and encodes. `fingerprint` names the versions that decide about the result's bytes. */
export interface Engine {
  readonly fingerprint: string
  /** @throws Failure with a code that says whether another attempt may help */
  resize(source: Uint8Array, options: ResizeOptions): Promise<Resized>
}
