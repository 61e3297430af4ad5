import type { JpegReadingPlan } from './jpeg-reading-plan.ts'
import type { Machine } from './machine.ts'

/** The rows of a JPEG that is being read, from the first one on. */
export interface JpegRows {
  /**
   * Brings the next row to an address in the kernel's memory, as RGBA of 8 bits, or `wide`, as `assembly/widen.ts` has it.
   * @returns whether the data is what it must be; nothing may be read after it was not
   */
  next(target: number, wide: boolean): boolean
  /** Whether the data ends after the last row, with not a byte too much. */
  end(): boolean
}

/** Begins to read. Only a strip of the picture is in the kernel's memory at a time. */
export function createJpegRows(machine: Machine, plan: JpegReadingPlan): JpegRows {
  const { components, count, units, work, sides } = plan
  const memory = new Uint8Array(machine.memory.buffer)
  for (const { at, bytes } of plan.placed) memory.set(bytes, at)
  const isPlain = plan.tables.every(({ at, lookup, direct }) => machine.makeLookup(at, lookup, direct))
  if (isPlain) machine.beginReading(plan.scan, plan.top, plan.restartInterval)
  let row = plan.rows
  return {
    next(target, wide) {
      if (row === plan.rows) {
        if (!isPlain || !machine.readStrip(components, count, units, work)) return false
        row = 0
      }
      machine.showRow(components, count, row++, target, sides.width, wide)
      return true
    },
    end: () => Boolean(machine.endsHere(plan.end)),
  }
}
