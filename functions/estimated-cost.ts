import type { Operation } from '../src/operation/operation.ts'
import { estimateCost, UNKNOWN_COST_MS } from '../src/picture/cost.ts'

/** How long a slot will work on an operation's picture, in milliseconds, by the order of magnitude. */
export function estimatedCost({ source, options }: Operation): number {
  return source ? estimateCost(source, options) : UNKNOWN_COST_MS
}
