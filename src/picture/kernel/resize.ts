import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import { createDownFilter } from './down-filter.ts'
import { createLayout } from './layout.ts'
import type { Machine, WithMachine } from './machine.ts'
import type { PlacedTaps, ResizePlan, Rows } from './resize-plan.ts'
import { GROUP, PIXEL, planResize } from './resize-plan.ts'

const LARGEST_SIDE = 65_535

/** One resize under way. */
export interface Job {
  readonly machine: Machine
  readonly plan: ResizePlan
  readonly source: Sides
  readonly result: Bitmap
  readonly opaque: boolean
  /**
   * Brings the source's next rows into the kernel's memory, paired and of 16 bits as `assembly/widen.ts` has them, to the
   * plan's `wide`: at most {@link GROUP}, from the first to the last one.
   */
  readonly bring: (rows: number) => void
}

/**
 * {@link Kernel.resize} on a machine. Only a few rows are in the kernel's memory at a time; the source is read once, the
 * result is written once.
 */
export function resize(withMachine: WithMachine, source: Bitmap, target: Sides, opaque: boolean): Bitmap {
  requireSides(source)
  requireSides(target)
  if (source.data.length < source.width * source.height * PIXEL) throw new RangeError('The source lacks pixels.')
  if (source.width === target.width && source.height === target.height) return source
  const layout = createLayout()
  const incoming = layout.reserve(source.width * PIXEL * GROUP)
  const plan = planResize(source, target, layout)
  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    let at = 0
    const bring = (rows: number) => {
      const bytes = rows * source.width * PIXEL
      memory.set(source.data.subarray(at, at + bytes), incoming)
      at += bytes
      widenRows(machine, incoming, plan.wide, { width: source.width, height: rows }, opaque)
    }
    return runResize({ machine, plan, source, result: emptyResult(target), opaque, bring })
  })
}

/** Not from Node's pool: the result may be handed to another thread. */
export const emptyResult = ({ width, height }: Sides): Bitmap => ({
  width,
  height,
  data: Buffer.allocUnsafeSlow(width * height * PIXEL),
})

/** Does what was planned. Every byte of the result is written. */
export function runResize(job: Job): Bitmap {
  placeTaps(job.machine, job.plan.columns)
  placeTaps(job.machine, job.plan.rows)
  if (job.plan.acrossFirst) acrossThenDown(job)
  else downThenAcross(job)
  return job.result
}

function acrossThenDown(job: Job): void {
  const { machine, plan } = job
  const { wide, across, down } = plan
  const write = createWriter(job)
  const filter = createDownFilter(machine, plan, {
    place: () => down.at,
    made: () => write(down, 1),
  })
  forEachGroup(job, (count) => {
    filterAcross(job, wide)
    for (let row = 0; row < count; row += 2) filter.push(rowAt(across, row), rowAt(across, row + 1))
  })
}

function downThenAcross(job: Job): void {
  const { machine, plan } = job
  const { wide, across, down } = plan
  const write = createWriter(job)
  let waiting = 0
  const finishWaiting = () => {
    filterAcross(job, down)
    write(across, waiting)
    waiting = 0
  }
  const filter = createDownFilter(machine, plan, {
    place: () => rowAt(down, waiting),
    made: () => {
      waiting++
      if (waiting === GROUP) finishWaiting()
    },
  })
  forEachGroup(job, (count) => {
    for (let row = 0; row < count; row += 2) filter.push(rowAt(wide, row), rowAt(wide, row + 1))
  })
  if (waiting > 0) finishWaiting()
}

/** A row's address. */
export const rowAt = ({ at, stride }: Rows, row: number) => at + row * stride

/** Widens rows of RGBA that lie in the kernel's memory, tightly packed. */
export function widenRows(machine: Machine, from: number, to: Rows, { width, height }: Sides, opaque: boolean): void {
  for (let row = 0; row < height; row++) machine.widen(from + row * width * PIXEL, rowAt(to, row), width, opaque)
}

/** Brings the source's rows in, a group at a time. The last group may be smaller. */
function forEachGroup({ source, bring }: Job, take: (count: number) => void): void {
  for (let first = 0; first < source.height; first += GROUP) {
    const count = Math.min(GROUP, source.height - first)
    bring(count)
    take(count)
  }
}

/** Filters a whole group, whatever lies in rows that are not in use. */
function filterAcross({ machine, plan, result }: Job, { at, stride }: Rows): void {
  const { across, columns } = plan
  const { startsAt, weightsAt, pairs } = columns
  machine.across(at, stride, across.at, across.stride, startsAt, weightsAt, pairs, result.width)
}

/** Writes the result's rows, from the first one on. */
function createWriter({ machine, plan, result, opaque }: Job): (rows: Rows, count: number) => void {
  const memory = new Uint8Array(machine.memory.buffer)
  const rowBytes = result.width * PIXEL
  let written = 0
  return (rows, count) => {
    for (let row = 0; row < count; row++) {
      machine.finish(rowAt(rows, row), plan.outgoing + row * rowBytes, result.width, opaque)
    }
    result.data.set(memory.subarray(plan.outgoing, plan.outgoing + count * rowBytes), written)
    written += count * rowBytes
  }
}

function placeTaps({ memory }: Machine, { starts, weights, startsAt, weightsAt }: PlacedTaps): void {
  new Uint32Array(memory.buffer, startsAt, starts.length).set(starts)
  new Int16Array(memory.buffer, weightsAt, weights.length).set(weights)
}

/** @throws RangeError when a side is not 1 to 65535 */
export function requireSides(sides: Sides): void {
  for (const side of [sides.width, sides.height]) {
    if (!(Number.isSafeInteger(side) && side >= 1 && side <= LARGEST_SIDE)) {
      throw new RangeError(`A side must have 1 to ${LARGEST_SIDE} pixels.`)
    }
  }
}
