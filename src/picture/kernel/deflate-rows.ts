import type { Bitmap } from '../orient.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'

/**
 * Rows are brought into the kernel's memory in bands of at most so many bytes of scanlines, if a row is not longer: a
 * block of deflate can have as many, and a core's own cache holds what it is made of.
 */
const BAND_BYTES = 65_535

const PIXEL = 4

/** What the kernel works with, as `deflate-memory.ts` says. */
const WORK_BYTES = 100 * 1024

/** A stream is at most so much larger than its bytes: for each block, and head, checksum and bits that wait. */
const BLOCK_HEAD_BYTES = 5
const ENDS_BYTES = 2 + 4 + 1

/** 1 for grey, 2 with alpha, 3 for red, green and blue, 4 with alpha. */
export type Samples = 1 | 2 | 3 | 4

/** {@link Kernel.deflateRows} on a machine. */
export function deflateRows(withMachine: WithMachine, bitmap: Bitmap, samples: Samples): Buffer {
  const { width, height, data } = bitmap
  if (!(width >= 1 && height >= 1 && data.length >= width * height * PIXEL)) throw new RangeError('Pixels are missing.')
  const rowBytes = width * samples
  const { band, places, total } = layOut(width, height, samples)
  return withMachine(total, (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(0, places.above, places.packed)
    // Only what is written to takes memory, about half of it.
    const stream = Buffer.alloc(mostBytes((rowBytes + 1) * band) * Math.ceil(height / band))
    let length = 0
    const take = (end: number) => {
      stream.set(memory.subarray(places.target, end), length)
      length += end - places.target
    }
    take(machine.beginDeflate(places.target))
    for (let row = 0; row < height; row += band) {
      const rows = Math.min(band, height - row)
      memory.set(data.subarray(row * width * PIXEL, (row + rows) * width * PIXEL), places.pixels)
      if (samples < PIXEL) machine.pack(places.pixels, places.packed, rows * width, samples)
      machine.filter(places.packed, places.scanlines, rowBytes, samples, rows)
      memory.copyWithin(places.above, places.above + rows * rowBytes, places.packed + rows * rowBytes)
      const isLast = row + rows === height
      take(machine.deflate(places.scanlines, rows * (rowBytes + 1), isLast, places.work, places.target))
    }
    return stream.subarray(0, length)
  })
}

/** How many rows are a band, and where the kernel's memory has it: as it comes, packed after the row above it, filtered. */
function layOut(width: number, height: number, samples: Samples) {
  const rowBytes = width * samples
  const band = Math.max(1, Math.min(height, Math.floor(BAND_BYTES / (rowBytes + 1))))
  const layout = createLayout()
  const above = layout.reserve(rowBytes * (band + 1))
  const packed = above + rowBytes
  const places = {
    above,
    packed,
    pixels: samples < PIXEL ? layout.reserve(width * PIXEL * band) : packed,
    scanlines: layout.reserve((rowBytes + 1) * band),
    work: layout.reserve(WORK_BYTES),
    target: layout.reserve(mostBytes((rowBytes + 1) * band)),
  }
  return { band, places, total: layout.total() }
}

/** What the stream of so many bytes, or its part, has at most. */
const mostBytes = (bytes: number) => bytes + BLOCK_HEAD_BYTES * Math.ceil(bytes / BAND_BYTES) + ENDS_BYTES
