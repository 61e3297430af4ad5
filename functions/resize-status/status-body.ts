import { catalogue } from '../../src/errors/catalogue.ts'
import type { Operation, Timings } from '../../src/operation/operation.ts'

/** To a hundredth of a millisecond: what a clock of microseconds can tell apart on a busy machine. */
const rounded = (timings: Timings) =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms * 100) / 100]))

const time = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString())

/**
 * What a client is told of its operation. Times are ISO 8601 in UTC, durations milliseconds; `image` is base64 and comes
 * only with a result.
 */
export function toStatusBody(operation: Operation, result: Uint8Array | undefined) {
  const { options, error, claimedAt, endedAt, requestedAt } = operation
  return {
    identifier: operation.id,
    status: operation.status,
    ...(result && { image: Buffer.from(result).toString('base64') }),
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
