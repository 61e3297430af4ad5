import type { Operation } from './operation.ts'

/**
 * When something happened of which somebody told later, whose clock is not the store's. It was not before what the row has
 * last recorded, and it is not still to come: a time outside of that moves to the nearest moment in it, and what was told is
 * kept as `toldAt`. So no clock can turn a history around, nor is what it said lost.
 * @param toldAt epoch milliseconds of another clock
 * @param now epoch milliseconds of the store's clock
 */
export function toldTime(
  { requestedAt, queuedAt, publishedAt, claimedAt }: Operation,
  toldAt: number,
  now: number,
): { at: number; toldAt?: number } {
  const recordedAt = Math.max(requestedAt, queuedAt, publishedAt ?? 0, claimedAt ?? 0)
  const at = Math.min(now, Math.max(recordedAt, toldAt))
  return at === toldAt ? { at } : { at, toldAt }
}
