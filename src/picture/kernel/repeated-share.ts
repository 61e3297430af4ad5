import type { Bitmap } from '../orient.ts'
import type { Samples } from './deflate-rows.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'

/** What is looked at: four parts over the length of the bytes, each long enough for some rows of a small picture. */
const PARTS = 4
const PART_BYTES = 4096

/** Sequences of so many bytes are compared. */
const SEQUENCE_BYTES = 4

/** What the kernel works with, as `assembly/count-repeated.ts` says. */
const SEEN_BYTES = 4096 * 4

const PIXEL = 4

/** {@link Kernel.repeatedShare} on a machine. */
export function repeatedShare(withMachine: WithMachine, { data, width, height }: Bitmap, samples: Samples): number {
  const pixels = width * height
  const length = Math.floor(Math.min(PART_BYTES / samples, pixels / PARTS))
  const layout = createLayout()
  const part = layout.reserve(length * PIXEL)
  const packed = samples < PIXEL ? layout.reserve(length * samples) : part
  const seen = layout.reserve(SEEN_BYTES)
  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(0, seen, seen + SEEN_BYTES)
    let repeated = 0
    for (let index = 0; index < PARTS; index++) {
      const first = Math.floor(((pixels - length) * (index + 0.5)) / PARTS)
      memory.set(data.subarray(first * PIXEL, (first + length) * PIXEL), part)
      if (samples < PIXEL) machine.pack(part, packed, length, samples)
      repeated += machine.countRepeated(packed, length * samples, seen)
    }
    const sequences = PARTS * Math.max(0, length * samples - SEQUENCE_BYTES + 1)
    return sequences === 0 ? 0 : repeated / sequences
  })
}
