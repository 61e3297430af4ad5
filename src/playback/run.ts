import type { OperationError } from '../operation/operation.ts'
import type { ModelName } from './models/names.ts'
import type { ModelReport } from './report.ts'
import type { PlaybackRequest } from './request.ts'

/** `queued → running → completed | failed`, or `cancelled` at any time before. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'

/** How far the model has come that is being run. */
export interface Progress {
  readonly model: ModelName
  /** Operations that have ended, of those that are played. */
  readonly ended: number
  readonly operations: number
}

/**
 * One run of recorded operations under some models. It lives in the store like an operation: whoever works on it holds a
 * claim, and what ends with its holder is taken up by the next. Times are epoch milliseconds of the store's clock.
 */
export interface Run {
  readonly id: string
  /** Counts the changes. A change is written only upon the revision that it was decided on. */
  readonly revision: number
  readonly status: RunStatus
  readonly request: PlaybackRequest
  readonly claim: { readonly worker: string; readonly leaseUntil: number } | null
  /** How often it was taken up: more than once when its holder ended in the middle. */
  readonly attempts: number
  readonly progress: Progress | null
  /** Those of the models that have been run to their end. */
  readonly reports: readonly ModelReport[]
  readonly error: OperationError | null
  readonly requestedAt: number
  /** When its message was last written; null when one is due. */
  readonly announcedAt: number | null
  readonly startedAt: number | null
  readonly endedAt: number | null
}

/** Whether nothing more happens to the run. */
export function isOver({ status }: Pick<Run, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}

/** A new run. */
export function newRun(id: string, request: PlaybackRequest, now: number): Run {
  return {
    id,
    revision: 1,
    status: 'queued',
    request,
    claim: null,
    attempts: 0,
    progress: null,
    reports: [],
    error: null,
    requestedAt: now,
    announcedAt: null,
    startedAt: null,
    endedAt: null,
  }
}

/** The run in the hands of a worker; undefined when it is over, or in the hands of another one whose lease goes on. */
export function claimed(run: Run, worker: string, leaseMs: number, now: number): Run | undefined {
  if (isOver(run) || (run.claim && run.claim.leaseUntil > now)) return undefined
  return {
    ...next(run),
    status: 'running',
    claim: { worker, leaseUntil: now + leaseMs },
    attempts: run.attempts + 1,
    startedAt: run.startedAt ?? now,
    progress: null,
  }
}

/** A change by the holder of a claim, who keeps it for another lease. */
export function advanced(run: Run, change: Partial<Run>, leaseMs: number, now: number): Run {
  return { ...next(run), ...change, claim: run.claim && { ...run.claim, leaseUntil: now + leaseMs } }
}

/** The run at its end. */
export function ended(
  run: Run,
  status: 'completed' | 'failed' | 'cancelled',
  now: number,
  error?: OperationError,
): Run {
  return { ...next(run), status, claim: null, progress: null, error: error ?? null, endedAt: now }
}

/** The run given back: the next one may take it up at once. */
export function givenBack(run: Run): Run {
  return { ...next(run), status: 'queued', claim: null, progress: null }
}

/** The run when its message was written. */
export function announced(run: Run, now: number): Run {
  return { ...next(run), announcedAt: now }
}

/** A message that was written this long ago, and has had no effect, is written again. Milliseconds. */
const ANNOUNCE_AGAIN_MS = 600_000

/** Whether a message is due: nobody works on the run, and no message is known to be on its way. */
export function isMessageDue(run: Run, now: number): boolean {
  const { claim, announcedAt } = run
  if (isOver(run) || (claim && claim.leaseUntil > now)) return false
  if (announcedAt === null) return true
  return announcedAt < (claim?.leaseUntil ?? 0) || now - announcedAt >= ANNOUNCE_AGAIN_MS
}

const next = (run: Run): Run => ({ ...run, revision: run.revision + 1 })
