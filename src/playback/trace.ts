import type { Entry } from './record.ts'

/**
 * What happened to one operation; and which parts ended and began again between its request and its end, which concerns
 * all operations in hand.
 */
export function traceOf(entries: readonly Entry[], operation: string): Entry[] {
  const own = (happened: Entry['happened']) =>
    entries.find((entry) => entry.operation === operation && entry.happened === happened)?.at
  const [from = Number.POSITIVE_INFINITY, to = Number.POSITIVE_INFINITY] = [own('submitted'), own('ended')]
  return entries.filter((entry) => {
    if (entry.happened !== 'part-ended' && entry.happened !== 'part-began') return entry.operation === operation
    return entry.at >= from && entry.at <= to
  })
}
