import type { SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import { planJpegReading } from './jpeg-reading-plan.ts'
import { createJpegRows } from './jpeg-rows.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'
import { emptyResult, requireSides, rowAt, runResize } from './resize.ts'
import { planResize } from './resize-plan.ts'

/** {@link Kernel.readResizedJpeg} on a machine. */
export function readResizedJpeg(
  withMachine: WithMachine,
  jpeg: SequentialJpeg,
  eighths: number,
  target: Sides,
): Bitmap | undefined {
  const layout = createLayout()
  const reading = planJpegReading(jpeg, eighths, layout)
  if (!reading) return undefined
  const source = reading.sides
  requireSides(source)
  requireSides(target)
  const plan = planResize(source, target, layout)
  return withMachine(layout.total(), (machine) => {
    const rows = createJpegRows(machine, reading)
    let isWhole = true
    const bring = (count: number) => {
      for (let row = 0; isWhole && row < count; row++) isWhole = rows.next(rowAt(plan.wide, row), true)
    }
    const result = runResize({ machine, plan, source, result: emptyResult(target), opaque: true, bring })
    return isWhole && rows.end() ? result : undefined
  })
}
