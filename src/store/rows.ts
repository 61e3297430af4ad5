import type { Insertable, Selectable } from 'kysely'
import { isErrorCode } from '../errors/catalogue.ts'
import type { OperationEvent } from '../operation/event.ts'
import type { Operation } from '../operation/operation.ts'
import type { OperationTable, Tables } from './tables.ts'

/** An operation's columns, without those of its idempotency key. */
export type OperationColumns = Omit<Insertable<OperationTable>, 'number' | 'idempotency_key' | 'request_digest'>

/** The columns that hold an operation; {@link toOperation} reads them back. */
export function toColumns(operation: Operation): OperationColumns {
  const { source, result, claim, error, timings } = operation
  return {
    id: operation.id,
    revision: operation.revision,
    status: operation.status,
    options: JSON.stringify(operation.options),
    source: source && JSON.stringify(source),
    result: result && JSON.stringify(result),
    source_digest: source?.digest ?? null,
    result_digest: result?.digest ?? null,
    result_pixel_digest: result?.pixelDigest ?? null,
    attempts: operation.attempts,
    crashes: operation.crashes,
    claim_attempt: claim?.attempt ?? null,
    claim_worker: claim?.worker ?? null,
    lease_until: claim?.leaseUntil ?? null,
    error_code: error?.code ?? null,
    error_detail: error?.detail ?? null,
    engine: operation.engine,
    timings: timings && JSON.stringify(timings),
    requested_at: operation.requestedAt,
    queued_at: operation.queuedAt,
    published_at: operation.publishedAt,
    claimed_at: operation.claimedAt,
    ended_at: operation.endedAt,
    expired_at: operation.expiredAt,
  }
}

const CLAIM = ['claim_attempt', 'claim_worker', 'lease_until'] as const
const RESULT = ['result', 'result_digest', 'result_pixel_digest'] as const

/** The columns that an event changes beside the revision, by its type. */
const CHANGED: Readonly<Record<OperationEvent['type'], readonly (keyof OperationColumns)[]>> = {
  requested: [],
  published: ['published_at'],
  dispatched: [],
  claimed: ['status', 'attempts', 'claimed_at', ...CLAIM],
  retried: ['status', 'crashes', 'queued_at', 'published_at', ...CLAIM],
  completed: ['status', 'engine', 'timings', 'ended_at', ...CLAIM, ...RESULT],
  failed: ['status', 'error_code', 'error_detail', 'ended_at', ...CLAIM],
  'dead-lettered': [],
  expired: ['status', 'expired_at'],
  erased: ['status', 'source', 'source_digest', 'ended_at', 'expired_at', ...CLAIM, ...RESULT],
}

/** What to write over the row of an operation for these events, `after` being the operation folded with them. */
export function toChange(events: readonly OperationEvent[], after: Operation): Partial<OperationColumns> {
  const columns = toColumns(after)
  const names = ['revision', ...events.flatMap(({ type }) => CHANGED[type])] as const
  return Object.fromEntries(names.map((name) => [name, columns[name]]))
}

/** The operation that columns hold. */
export function toOperation(row: Selectable<OperationTable>): Operation {
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    options: JSON.parse(row.options),
    source: parse(row.source),
    result: parse(row.result),
    attempts: row.attempts,
    crashes: row.crashes,
    claim: toClaim(row),
    error: toError(row),
    engine: row.engine,
    timings: parse(row.timings),
    requestedAt: row.requested_at,
    queuedAt: row.queued_at,
    publishedAt: row.published_at,
    claimedAt: row.claimed_at,
    endedAt: row.ended_at,
    expiredAt: row.expired_at,
  }
}

/** The row that holds an event: what is special to its type is the `detail`. */
export function toEventRow(event: OperationEvent): Tables['operation_event'] {
  const { operation, sequence, type, at, ...detail } = event
  return { operation_id: operation, sequence, type, at, detail: JSON.stringify(detail) }
}

/** The event that a row holds. */
export function toEvent(row: Tables['operation_event']): OperationEvent {
  const { operation_id: operation, sequence, type, at } = row
  return { operation, sequence, type, at, ...JSON.parse(row.detail) } as OperationEvent
}

function parse<T>(json: string | null): T | null {
  return json === null ? null : JSON.parse(json)
}

function toClaim(row: Selectable<OperationTable>): Operation['claim'] {
  const { claim_attempt: attempt, claim_worker: worker, lease_until: leaseUntil } = row
  return attempt === null || worker === null || leaseUntil === null ? null : { attempt, worker, leaseUntil }
}

function toError({ error_code, error_detail: detail }: Selectable<OperationTable>): Operation['error'] {
  if (error_code === null) return null
  const code = isErrorCode(error_code) ? error_code : 'internal'
  return detail === null ? { code } : { code, detail }
}
