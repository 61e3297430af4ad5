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

/** What ended within one slice of time; durations from request to end, 0 when nothing completed or failed. */
export interface FlowSlice {
  /** Where the slice begins, epoch milliseconds of the store's clock: a multiple of the slice's length. */
  readonly from: number
  readonly completed: number
  readonly failed: number
  /** Half of those that ended took at most so long, in milliseconds. */
  readonly medianMs: number
  /** 95 of 100 took at most so long. */
  readonly p95Ms: number
}

/** What ended lately, slice by slice without gaps. The last one holds the present moment. */
export interface Flow {
  readonly sliceMs: number
  readonly slices: readonly FlowSlice[]
}

/**
 * Where operations live. Every change is one transaction: event, row and pictures together or not at all, durable when
 * the promise resolves. All methods throw Failure `store-unavailable` when the store cannot answer now.
 */
export interface OperationStore {
  /** The store's clock, epoch milliseconds. */
  now(): Promise<number>
  /**
   * Begins an operation, unless its idempotency key was used before: then the first operation is told, nothing written.
   * `callback` is the URL that is to be told of its end. To accept the same event again changes nothing, and is answered as the first time.
   */
  accept(
    event: OperationEvent & { type: 'requested' },
    source: Uint8Array,
    idempotency?: Idempotency,
    callback?: string,
  ): Promise<{ accepted: true } | { accepted: false; id: string; requestDigest: string }>
  /**
   * Writes the next events and `after`, the operation folded with them, unless somebody else changed the operation
   * meanwhile: then false, nothing written. `result` is kept beside it; an operation that is `expired` after it keeps no
   * picture.
   */
  append(events: readonly OperationEvent[], after: Operation, result?: Uint8Array): Promise<boolean>
  /** Prolongs the lease of the attempt that holds the claim: false when it holds it no more. */
  renewLease(id: string, attempt: number, leaseMs: number): Promise<boolean>
  find(id: string): Promise<Found | undefined>
  findDue(due: Due, limit: number): Promise<string[]>
  /** The operations that were requested at or after `from` and before `to`, in the order of their requests. */
  findRequested(span: { readonly from: number; readonly to: number; readonly limit: number }): Promise<string[]>
  /** The operations with these IDs, as far as they have ended. */
  findEnded(ids: readonly string[]): Promise<Operation[]>
  /** The revisions of those of the IDs that are known. */
  findRevisions(ids: readonly string[]): Promise<Map<string, number>>
  /** The operations whose result has these bytes or these pixels, the newest first. Erased ones have none. */
  findByResult(by: 'digest' | 'pixels', digest: string, limit: number): Promise<Operation[]>
  readPicture(id: string, role: PictureRole): Promise<Uint8Array | undefined>
  readEvents(id: string): Promise<OperationEvent[]>
  census(): Promise<Census>
  /** The last `slices` slices of `sliceMs` milliseconds each. An operation that was erased counts no more. */
  readFlow(sliceMs: number, slices: number): Promise<Flow>
  close(): Promise<void>
}

/** Writes an operation's message to the topic and says where. @throws Failure `topic-unavailable` */
export type Publish = (id: string) => Promise<TopicPosition>

/**
 * Reads how far the topic has been worked off. The answer says of a message that was written before whether it may still
 * come; when in doubt, it may. @throws Failure `topic-unavailable`
 */
export type ReadBacklog = () => Promise<(position: TopicPosition) => boolean>

/** Checks a source and what is asked of it cheaply, without decoding it. @throws Failure `picture-…`, `result-too-large` */
export type Inspect = (
  source: Uint8Array,
  options: ResizeOptions,
) => {
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
