import type { Bitmap } from '../../orient.ts'
import { type ColourBins, countColours } from './colour-bins.ts'
import { splitColours } from './split-colours.ts'
import { isVisible } from './visible.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** A picture as a GIF has it: a palette, and which of its colours each pixel has. */
export interface IndexedPixels {
  /** 1 to 256 colours. */
  readonly palette: readonly Colour[]
  readonly indices: Uint8Array
  /** The colour that stands for what is not seen, if anything is not. */
  readonly transparentIndex: number | undefined
}

const MAX_COLOURS = 256

/**
 * Finds a palette for a bitmap, which is not changed. A picture of at most 256 colours, the transparent one included,
 * keeps them all; of others, similar colours become their mean. Nothing is dithered: with colours that are chosen for the
 * picture, its steps are hardly seen, and dots would be.
 */
export function indexPixels(bitmap: Bitmap): IndexedPixels {
  const hasInvisible = someInvisible(bitmap)
  const limit = hasInvisible ? MAX_COLOURS - 1 : MAX_COLOURS
  const { palette, indices } = keptColours(bitmap, limit) ?? chosenColours(bitmap, limit)
  if (!hasInvisible) return { palette, indices, transparentIndex: undefined }
  const transparentIndex = palette.length
  for (let pixel = 0; pixel < indices.length; pixel++) {
    if (!isVisible(bitmap.data, 4 * pixel)) indices[pixel] = transparentIndex
  }
  return { palette: [...palette, [0, 0, 0]], indices, transparentIndex }
}

function someInvisible({ data }: Bitmap): boolean {
  for (let at = 0; at < data.length; at += 4) if (!isVisible(data, at)) return true
  return false
}

/** All colours that are seen, in the order in which they appear; undefined when there are more than `limit`. */
function keptColours({ data }: Bitmap, limit: number): Pick<IndexedPixels, 'palette' | 'indices'> | undefined {
  const numbers = new Map<number, number>()
  const palette: Colour[] = []
  const indices = new Uint8Array(data.length / 4)
  for (let at = 0; at < data.length; at += 4) {
    if (!isVisible(data, at)) continue
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    const colour = (red << 16) | (green << 8) | blue
    let number = numbers.get(colour)
    if (number === undefined) {
      if (palette.length === limit) return undefined
      number = palette.push([red, green, blue]) - 1
      numbers.set(colour, number)
    }
    indices[at / 4] = number
  }
  return { palette, indices }
}

function chosenColours({ data, width, height }: Bitmap, limit: number): Pick<IndexedPixels, 'palette' | 'indices'> {
  const bins = countColours({ data, width, height })
  const groups = splitColours(bins, limit)
  const indices = new Uint8Array(data.length / 4)
  for (let at = 0; at < data.length; at += 4) {
    if (isVisible(data, at)) {
      indices[at / 4] = groups[bins.binOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)] ?? 0
    }
  }
  return { palette: meansOf(bins, groups), indices }
}

function meansOf({ length, counts, sums }: ColourBins, groups: Uint8Array): Colour[] {
  const pixels = new Float64Array(MAX_COLOURS)
  const totals = sums.map(() => new Float64Array(MAX_COLOURS))
  for (let bin = 0; bin < length; bin++) {
    const group = groups[bin] ?? 0
    pixels[group] = (pixels[group] ?? 0) + (counts[bin] ?? 0)
    totals.forEach((total, channel) => {
      total[group] = (total[group] ?? 0) + (sums[channel]?.[bin] ?? 0)
    })
  }
  const mean = (group: number, channel: number) => Math.round((totals[channel]?.[group] ?? 0) / (pixels[group] ?? 1))
  const count = groups.reduce((most, group) => Math.max(most, group + 1), 0)
  return Array.from({ length: count }, (_, group) => [mean(group, 0), mean(group, 1), mean(group, 2)] as const)
}
