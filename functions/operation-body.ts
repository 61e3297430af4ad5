import { catalogue } from '../src/errors/catalogue.ts'
import type { Operation, Timings } from '../src/operation/operation.ts'

/** To a hundredth of a millisecond: what a clock of microseconds can tell apart on a busy machine. */
const rounded = (timings: Timings) =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms * 100) / 100]))

const time = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString())

/** What was done, without the operation's ID and without a picture. Times are ISO 8601 in UTC, durations milliseconds. */
export function toOperationBody(operation: Operation) {
  const { options, error, claimedAt, endedAt, requestedAt } = operation
  return {
    status: operation.status,
    width: operation.result?.width ?? options.width ?? null,
    height: operation.result?.height ?? options.height ?? null,
    format: operation.result?.format ?? options.format,
    options,
    source: operation.source,
    result: operation.result,
    attempts: operation.attempts,
    engine: operation.engine,
    error: error && { ...error, title: catalogue[error.code].sentence },
    requestedAt: time(requestedAt),
    claimedAt: time(claimedAt),
    endedAt: time(endedAt),
    expiredAt: time(operation.expiredAt),
    timings: {
      ...(claimedAt !== null && { queuedMs: claimedAt - operation.queuedAt }),
      ...(endedAt !== null && { totalMs: endedAt - requestedAt }),
      ...(operation.timings && { engine: rounded(operation.timings) }),
    },
  }
}
