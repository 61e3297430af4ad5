import type { ErrorCode } from '../errors/catalogue.ts'
import type { ResizeOptions } from './options.ts'

/** `queued → running → completed | failed`, later `expired`. A retried operation goes from `running` back to `queued`. */
export type Status = 'queued' | 'running' | 'completed' | 'failed' | 'expired'

/** What is known of a picture without opening it again. Sides in pixels as displayed, `bytes` its length. */
export interface PictureFacts {
  readonly digest: string
  readonly format: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** The facts of a result; its pixel digest finds it again after a lossless re-save. */
export interface ResultFacts extends PictureFacts {
  readonly pixelDigest: string
}

/** A worker's hold on an operation: valid until `leaseUntil`, fenced by the number of the attempt. */
export interface Claim {
  readonly attempt: number
  readonly worker: string
  readonly leaseUntil: number
}

/** Why an operation failed. `detail` is public. */
export interface OperationError {
  readonly code: ErrorCode
  readonly detail?: string
}

/** Where the engine's time went, in milliseconds: waiting for a slot, the three stages, and all of it. */
export interface Timings {
  readonly waitMs: number
  readonly decodeMs: number
  readonly resizeMs: number
  readonly encodeMs: number
  readonly totalMs: number
}

/**
 * One request to resize one picture: the fold of its events. All times are epoch milliseconds of the store's clock.
 * `revision` is the sequence number of the last event.
 */
export interface Operation {
  readonly id: string
  readonly revision: number
  readonly status: Status
  readonly options: ResizeOptions
  /** Null once erased. */
  readonly source: PictureFacts | null
  /** Null unless completed; kept when expired, so that a lookup still answers; null once erased. */
  readonly result: ResultFacts | null
  readonly attempts: number
  /** How many attempts ended because the engine's process died. */
  readonly crashes: number
  readonly claim: Claim | null
  readonly error: OperationError | null
  /** Versions of what made the result: equal fingerprints give equal bytes. */
  readonly engine: string | null
  readonly timings: Timings | null
  readonly requestedAt: number
  /** When it last became queued. */
  readonly queuedAt: number
  /** When its message was last written to the topic; null when a message is due. */
  readonly publishedAt: number | null
  /** When the last attempt began. */
  readonly claimedAt: number | null
  readonly endedAt: number | null
  readonly expiredAt: number | null
}

/** Whether the operation has ended: nothing but expiry or erasure can happen to it. */
export function hasEnded(status: Status): boolean {
  return status === 'completed' || status === 'failed' || status === 'expired'
}

/** An operation's ID: 128 random bits as 32 hexadecimal digits, so that only its holder can name it. */
export const OPERATION_ID = /^[0-9a-f]{32}$/
