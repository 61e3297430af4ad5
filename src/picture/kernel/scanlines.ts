import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'

/** Rows are brought into the kernel's memory in bands of about this size, small enough for a core's own cache. */
const BAND_BYTES = 128 * 1024

const bandOf = (rowBytes: number, rows: number) => Math.max(1, Math.min(rows, Math.floor(BAND_BYTES / (rowBytes + 1))))

/** Memory for a band: pixels after the row above them, and scanlines. */
function layOut(rowBytes: number, band: number) {
  const layout = createLayout()
  const above = layout.reserve(rowBytes * (band + 1))
  const scanlines = layout.reserve((rowBytes + 1) * band)
  return { above, pixels: above + rowBytes, scanlines, total: layout.total() }
}

/** {@link Kernel.unfilter} on a machine. */
export function unfilter(
  withMachine: WithMachine,
  scanlines: Uint8Array,
  rowBytes: number,
  bytesPerPixel: number,
  rows: number,
): Uint8Array {
  requireCounts(rowBytes, rows, bytesPerPixel - 1)
  requireBytes(scanlines, (rowBytes + 1) * rows)
  const band = bandOf(rowBytes, rows)
  const { above, pixels, scanlines: source, total } = layOut(rowBytes, band)
  return withMachine(total, (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(0, above, pixels)
    for (let row = 0; row < rows; row += band) {
      const count = Math.min(band, rows - row)
      memory.set(scanlines.subarray(row * (rowBytes + 1), (row + count) * (rowBytes + 1)), source)
      const unknown = machine.unfilter(source, pixels, rowBytes, bytesPerPixel, count)
      if (unknown > 0) throw new RangeError(`A scanline has the filter type ${unknown}, which is not defined.`)
      scanlines.set(memory.subarray(pixels, pixels + count * rowBytes), row * rowBytes)
      memory.copyWithin(above, above + count * rowBytes, pixels + count * rowBytes)
    }
    return scanlines.subarray(0, rows * rowBytes)
  })
}

/** {@link Kernel.filterUp} on a machine. */
export function filterUp(withMachine: WithMachine, pixels: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  requireCounts(rowBytes, rows)
  requireBytes(pixels, rowBytes * rows)
  const band = bandOf(rowBytes, rows)
  const { above, pixels: source, scanlines: target, total } = layOut(rowBytes, band)
  return withMachine(total, (machine) => {
    const scanlines = new Uint8Array((rowBytes + 1) * rows)
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(0, above, source)
    for (let row = 0; row < rows; row += band) {
      const count = Math.min(band, rows - row)
      memory.set(pixels.subarray(row * rowBytes, (row + count) * rowBytes), source)
      machine.filterUp(source, target, rowBytes, count)
      scanlines.set(memory.subarray(target, target + count * (rowBytes + 1)), row * (rowBytes + 1))
      memory.copyWithin(above, above + count * rowBytes, source + count * rowBytes)
    }
    return scanlines
  })
}

/** @throws RangeError when there are fewer bytes than rows of them would have */
function requireBytes(bytes: Uint8Array, expected: number): void {
  if (bytes.length < expected) throw new RangeError(`${expected} bytes were expected, ${bytes.length} are there.`)
}

/** @throws RangeError when something counted is not a whole number, or below 0 */
function requireCounts(...counts: readonly number[]): void {
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError('Bytes and rows are whole numbers, and a pixel has at least one byte.')
  }
}
