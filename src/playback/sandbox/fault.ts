import type { Fault } from '../faults.ts'
import type { PartName } from '../models/part-name.ts'

/** Ends one part, once, in the middle of its work, when it is time. */
export interface FaultPlan {
  /**
   * A part is in the middle of something now. When it is the one that is to end, and it is time, `end` is called.
   * @returns whether it was
   */
  midway(part: PartName, end: () => void): boolean
}

interface FaultTime {
  readonly operations: number
  /** How many operations are in the model's hands at the same time. */
  readonly inHand: number
  /** How many are over so far. */
  readonly overCount: () => number
}

/**
 * The plan of a run without a fault, or with one: it is time when half of the operations are over, or earlier, as long as
 * there is one that no part has seen yet. Of those in hand all may be past the moment in which their part can be struck.
 */
export function createFaultPlan(fault: Fault | undefined, { operations, inHand, overCount }: FaultTime): FaultPlan {
  const dueAt = Math.min(Math.floor(operations / 2), operations - inHand - 1)
  let isDue = fault !== undefined
  return {
    midway(part, end) {
      if (!isDue || part !== fault || overCount() < dueAt) return false
      isDue = false
      end()
      return true
    },
  }
}
