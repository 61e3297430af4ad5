import type { Orientation } from './exif-orientation.ts'
import { swapsSides } from './exif-orientation.ts'
import type { Rectangle, Sides } from './geometry.ts'

/** RGBA, top row first. */
export interface Bitmap extends Sides {
  readonly data: Buffer
}

/** Which side of the stored picture each axis of the upright one runs along, and whether it runs backwards. */
const mirrored = (orientation: Orientation) => ({
  columns: [2, 3, 7, 8].includes(orientation),
  rows: [3, 4, 6, 7].includes(orientation),
})

/** Turns a stored picture upright: for each upright pixel, the stored one (Exif 2.32, tag 0x0112). */
export function orient(stored: Bitmap, orientation: Orientation): Bitmap {
  if (orientation === 1) return stored
  const [width, height] = swapsSides(orientation) ? [stored.height, stored.width] : [stored.width, stored.height]
  const { columns, rows } = mirrored(orientation)
  const data = Buffer.alloc(stored.data.length)
  const from = new Uint32Array(stored.data.buffer, stored.data.byteOffset, stored.width * stored.height)
  const to = new Uint32Array(data.buffer, data.byteOffset, width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [alongWidth, alongHeight] = swapsSides(orientation) ? [y, x] : [x, y]
      const column = columns ? stored.width - 1 - alongWidth : alongWidth
      const row = rows ? stored.height - 1 - alongHeight : alongHeight
      to[y * width + x] = from[row * stored.width + column] ?? 0
    }
  }
  return { width, height, data }
}

/** Where a rectangle of the upright picture lies in the stored one. */
export function toStored(upright: Rectangle, stored: Sides, orientation: Orientation): Rectangle {
  const swaps = swapsSides(orientation)
  const { columns, rows } = mirrored(orientation)
  const width = swaps ? upright.height : upright.width
  const height = swaps ? upright.width : upright.height
  const left = swaps ? upright.top : upright.left
  const top = swaps ? upright.left : upright.top
  return {
    width,
    height,
    left: columns ? stored.width - left - width : left,
    top: rows ? stored.height - top - height : top,
  }
}
