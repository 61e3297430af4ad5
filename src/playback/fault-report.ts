import type { Operation } from '../operation/operation.ts'
import type { Fault } from './faults.ts'
import type { Model } from './models/model.ts'
import type { Entry } from './record.ts'
import type { FaultReport } from './report.ts'

/** What a fault did: when it struck, and how long it took until everything was done that was in hand then. */
export function toFaultReport(
  part: Fault,
  model: Model,
  entries: readonly Entry[],
  rows: readonly (Operation | undefined)[],
  refused: number,
): FaultReport {
  const struck = entries.find(({ happened }) => happened === 'part-ended')
  const ends = entries.filter(({ happened }) => happened === 'ended')
  const counts = {
    part,
    repeated: rows.filter((row) => row && row.attempts > 1).length,
    lost: rows.length - refused - new Set(ends.map(({ operation }) => operation)).size,
  }
  if (!model.parts.includes(part)) return { ...counts, happened: 'no-such-part' }
  if (!struck) return { ...counts, happened: 'never-due' }
  const inHand = new Set(entries.flatMap(({ happened, operation, at }) => (isBefore(happened, at) ? operation : [])))
  const last = ends.findLast(({ operation, at }) => at > struck.at && inHand.has(operation ?? ''))
  return {
    ...counts,
    happened: 'struck',
    atMs: Math.round(struck.at),
    recoveredWithinMs: Math.round((last?.at ?? struck.at) - struck.at),
  }

  function isBefore(happened: Entry['happened'], at: number): boolean {
    return happened === 'submitted' && at <= (struck?.at ?? 0)
  }
}
