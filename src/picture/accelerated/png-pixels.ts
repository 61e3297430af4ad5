import type { PngHeader } from '../formats/png/png-header.ts'
import type { Samples } from '../kernel/pixel-stream.ts'

/** What no sample is equal to. */
const NONE = -1

const PALETTE = 3
const CHANNELS = { 0: 1, 2: 3, 4: 2, 6: 4 } as const

/** Red in the lowest byte. */
const rgba = (red: number, green: number, blue: number, alpha: number) =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0

const chunk = ({ pixelChunks }: PngHeader, type: string) =>
  Buffer.from(pixelChunks.find((candidate) => candidate.type === type)?.body ?? [])

/** What this PNG's samples mean, for every colour type and depth (PNG 3rd edition, 11.2.1). */
export function samplesOf(header: PngHeader): Samples {
  const { colourType, bitsPerPixel } = header
  if (colourType === PALETTE) return { bits: bitsPerPixel, colours: palette(header) }
  if (colourType === 0 && bitsPerPixel <= 8) return { bits: bitsPerPixel, colours: greys(header) }
  const channels = CHANNELS[colourType as keyof typeof CHANNELS]
  const deep = bitsPerPixel === channels * 16
  const transparent = transparentColour(header, deep)
  return transparent ? { channels, deep, transparent } : { channels, deep }
}

/** The colour of every grey of 1 to 8 bits; the one that tRNS names is transparent. */
function greys(header: PngHeader): Uint32Array {
  const highest = 2 ** header.bitsPerPixel - 1
  const transparent = chunk(header, 'tRNS')
  const key = transparent.length === 2 ? transparent.readUInt16BE() & highest : NONE
  return Uint32Array.from({ length: highest + 1 }, (_, sample) => {
    const grey = (sample * 255) / highest
    return rgba(grey, grey, grey, sample === key ? 0 : 255)
  })
}

function palette(header: PngHeader): Uint32Array {
  const colours = chunk(header, 'PLTE')
  const alphas = chunk(header, 'tRNS')
  return Uint32Array.from({ length: colours.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = colours.subarray(index * 3, index * 3 + 3)
    return rgba(red, green, blue, alphas[index] ?? 255)
  })
}

/** The one that tRNS names: 16 bits for each sample, of which 8 count when the samples have no more. */
function transparentColour(header: PngHeader, deep: boolean): readonly [number, number, number] | undefined {
  const transparent = chunk(header, 'tRNS')
  const sample = (at: number) => transparent.readUInt16BE(at) & (deep ? 0xffff : 0xff)
  if (transparent.length === 2) return [sample(0), sample(0), sample(0)]
  return transparent.length === 6 ? [sample(0), sample(2), sample(4)] : undefined
}
