import type { Machine } from './machine.ts'
import type { ResizePlan } from './resize-plan.ts'

/** Bytes of eight pixels of two rows, 16 bits a channel: what the kernel keeps in one piece. */
const PAIRED_TILE = 128

/** The pass downwards: takes rows two by two, gives rows of the result as soon as their window is complete. */
export interface DownFilter {
  /**
   * Takes the next two rows, by their addresses. Below the last row of an odd number of them anything may lie: it
   * weighs nothing.
   */
  push(upper: number, lower: number): void
}

/** What becomes of a row of the result. */
export interface DownTarget {
  /** The address that the next row goes to. */
  place(): number
  /** The row is there. */
  made(): void
}

export function createDownFilter(machine: Machine, { rows, ring, down }: ResizePlan, target: DownTarget): DownFilter {
  const { pairs, starts, weightsAt } = rows
  const bytes = down.stride
  let pushed = 0
  let next = 0
  return {
    push(upper, lower) {
      machine.pair(upper, lower, ring + (pushed % pairs) * PAIRED_TILE, pairs, bytes)
      pushed++
      for (let start = starts[next]; start !== undefined && start + pairs <= pushed; start = starts[next]) {
        machine.down(ring, start % pairs, weightsAt + next * pairs * 4, pairs, target.place(), bytes)
        next++
        target.made()
      }
    },
  }
}
