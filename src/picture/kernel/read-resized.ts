import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'
import { createPixelRows, placeRows } from './pixel-rows.ts'
import type { PixelStream } from './pixel-stream.ts'
import { emptyResult, requireSides, runResize, widenRows } from './resize.ts'
import { planResize } from './resize-plan.ts'

/** {@link Kernel.readResized} on a machine. */
export function readResized(withMachine: WithMachine, stream: PixelStream, target: Sides, opaque: boolean): Bitmap {
  requireSides(stream)
  requireSides(target)
  const [pass] = stream.passes
  if (pass?.columns !== stream.width || pass.rows !== stream.height) throw new RangeError('There are several passes.')
  const layout = createLayout()
  const place = placeRows(layout, stream)
  const plan = planResize(stream, target, layout)
  return withMachine(layout.total(), (machine) => {
    const rows = createPixelRows(machine, place, stream)
    const bring = (count: number) => {
      widenRows(machine, rows.next(pass, count), plan.wide, { width: stream.width, height: count }, opaque)
    }
    const result = runResize({ machine, plan, source: stream, result: emptyResult(target), opaque, bring })
    rows.end()
    return result
  })
}
