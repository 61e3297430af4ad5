import type { Bitmap } from '../orient.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'
import { createPixelRows, type PixelRows, placeRows, ROWS_AT_ONCE } from './pixel-rows.ts'
import type { Pass, PixelStream } from './pixel-stream.ts'

const PIXEL = 4

/** {@link Kernel.readPixels} on a machine. */
export function readPixels(withMachine: WithMachine, stream: PixelStream): Bitmap {
  const { width, height, passes } = stream
  const layout = createLayout()
  const place = placeRows(layout, stream)
  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    const rows = createPixelRows(machine, place, stream)
    const result = { width, height, data: Buffer.alloc(width * height * PIXEL) }
    for (const pass of passes) {
      if (pass.columns === width && pass.rows === height) copyRows(rows, pass, memory, result)
      else spreadRows(rows, pass, memory, result)
    }
    rows.end()
    return result
  })
}

function copyRows(rows: PixelRows, pass: Pass, memory: Uint8Array, { data }: Bitmap): void {
  const rowBytes = pass.columns * PIXEL
  for (let row = 0; row < pass.rows; row += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, pass.rows - row)
    const from = rows.next(pass, count)
    data.set(memory.subarray(from, from + count * rowBytes), row * rowBytes)
  }
}

function spreadRows(rows: PixelRows, pass: Pass, memory: Uint8Array, { data, width }: Bitmap): void {
  const to = new Uint32Array(data.buffer, data.byteOffset, data.length / PIXEL)
  for (let row = 0; row < pass.rows; row++) {
    const from = new Uint32Array(memory.buffer, rows.next(pass, 1), pass.columns)
    const first = (pass.top + row * pass.rowStep) * width + pass.left
    for (let column = 0; column < pass.columns; column++) to[first + column * pass.columnStep] = from[column] ?? 0
  }
}
