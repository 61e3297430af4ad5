import type { ErrorCode } from '../../src/errors/catalogue.ts'

/** What the API tells of an operation (`GET /api/<id>`), as far as the page shows it. */
export interface Operation {
  readonly identifier: string
  readonly status: Status
  readonly options: ResizeOptions
  /** Null once erased. */
  readonly source: PictureFacts | null
  /** Null unless completed. */
  readonly result: PictureFacts | null
  readonly attempts: number
  readonly engine: string | null
  readonly error: OperationError | null
  /** Times are ISO 8601. */
  readonly requestedAt: string
  readonly endedAt: string | null
  readonly timings: Timings
}

export type Status = 'queued' | 'running' | 'completed' | 'failed' | 'expired'

export type Fit = 'fill' | 'contain' | 'cover' | 'inside' | 'outside'

export interface ResizeOptions {
  readonly width?: number
  readonly height?: number
  readonly fit: Fit
}

export interface PictureFacts {
  readonly format: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

export interface OperationError {
  readonly code: ErrorCode
  readonly title: string
  readonly detail?: string
}

/** Milliseconds. */
export interface Timings {
  readonly queuedMs?: number
  /** By stage, of the attempt that completed the operation. */
  readonly engine?: { readonly decodeMs: number; readonly resizeMs: number; readonly encodeMs: number }
}

/** Whether nothing more happens to the operation, but expiry. */
export function hasEnded(status: Status): boolean {
  return status === 'completed' || status === 'failed' || status === 'expired'
}
