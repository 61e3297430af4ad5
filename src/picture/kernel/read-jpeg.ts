import type { SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import type { Bitmap } from '../orient.ts'
import { planJpegReading } from './jpeg-reading-plan.ts'
import { createJpegRows } from './jpeg-rows.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'
import { emptyResult } from './resize.ts'

const PIXEL = 4

/** {@link Kernel.readJpeg} on a machine: beside the scan, only a strip of the result is in the kernel's memory. */
export function readJpeg(withMachine: WithMachine, jpeg: SequentialJpeg, eighths: number): Bitmap | undefined {
  const layout = createLayout()
  const plan = planJpegReading(jpeg, eighths, layout)
  if (!plan) return undefined
  const { width, height } = plan.sides
  const pixels = layout.reserve(width * PIXEL)
  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    const rows = createJpegRows(machine, plan)
    const result = emptyResult(plan.sides)
    for (let row = 0; row < height; row++) {
      if (!rows.next(pixels, false)) return undefined
      result.data.set(memory.subarray(pixels, pixels + width * PIXEL), row * width * PIXEL)
    }
    return rows.end() ? result : undefined
  })
}
