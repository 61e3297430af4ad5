import type { ErrorCode } from '../../errors/catalogue.ts'
import type { Resized, ResizeRequest } from '../engine.ts'
import type { Limits } from '../limits.ts'

/** File descriptors of a child process beyond the three standard ones. */
export const FRAMES_FD = 3
/** Where a child's watchdog says why it ends the process, right before it does. */
export const VERDICT_FD = 4

/** Parent to child. The first message is `start`; the body of `resize` is the source. */
export type ToChild =
  | { readonly type: 'start'; readonly limits: Limits }
  | { readonly type: 'resize'; readonly request: ResizeRequest }

/**
 * Child to parent. `ready` follows the start; the body of `resized` is the result. With the answer to a picture a child says
 * that it is ready for the next one, by what it holds then; one that has to clean up first says `ready` after that.
 */
export type ToParent =
  | { readonly type: 'ready'; readonly residentBytes: number }
  | (Outcome & { readonly residentBytes?: number })

/** What became of a picture. */
export type Outcome =
  | { readonly type: 'resized'; readonly resized: Omit<Resized, 'bytes'> }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly detail?: string; readonly message: string }

/** Why a watchdog ended its process. */
export const VERDICTS = ['timed-out', 'starved', 'out-of-memory'] as const
export type Verdict = (typeof VERDICTS)[number]
