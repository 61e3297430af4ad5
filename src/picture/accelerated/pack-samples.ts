import type { ColourModel } from '../colour-model.ts'
import type { Samples } from '../kernel/deflate-rows.ts'
import type { Bitmap } from '../orient.ts'

/** Which channels a pixel is written with. */
export type Channels = Pick<ColourModel, 'grey' | 'opaque'>

/** The samples that a colour model has of each pixel, tightly packed: grey or red, green, blue; then alpha, or none. */
export function packSamples({ data, width, height }: Bitmap, { grey, opaque }: Channels): Buffer {
  if (!grey && !opaque) return data
  const packed = Buffer.alloc(width * height * samplesOf({ grey, opaque }))
  for (let from = 0, to = 0; from < data.length; from += 4) {
    packed[to++] = data[from] ?? 0
    if (!grey) {
      packed[to++] = data[from + 1] ?? 0
      packed[to++] = data[from + 2] ?? 0
    }
    if (!opaque) packed[to++] = data[from + 3] ?? 0
  }
  return packed
}

/** How many samples, and bytes, a pixel has. */
export function samplesOf({ grey, opaque }: Channels): Samples {
  if (grey) return opaque ? 1 : 2
  return opaque ? 3 : 4
}
