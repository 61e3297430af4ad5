import { ofLight } from './srgb-curve.ts'
import type { SampleKind } from './tiff-samples.ts'

/** How the samples of a piece are stored: rows begin on whole bytes. */
export interface StoredSamples {
  readonly bits: number
  readonly kind: SampleKind
  readonly little: boolean
  readonly rowBytes: number
  readonly samplesPerRow: number
  readonly rows: number
  /** Samples are numbers of colours, which keep their value. */
  readonly isIndex: boolean
  /** Samples of 16 bits are cut to their upper half, which keeps a sign where there is one. */
  readonly isCut: boolean
  /** Whether the sample at this place of a row is an amount of light when it is a float. */
  isLight(place: number): boolean
}

/**
 * Makes the nearest 8 bits of every sample: of the whole range for unsigned ones, of what is not negative for signed
 * ones, of 0 to 1 for floats. What lies beyond is cut off, and what is no number is 0. Floats are amounts of light, as
 * the programs that write them mean it: they get sRGB's curve.
 */
export function toEightBits(stored: Uint8Array, samples: StoredSamples): Uint8Array {
  const { bits, kind, rowBytes, samplesPerRow, rows } = samples
  if (bits === 8 && kind === 'unsigned' && rowBytes === samplesPerRow) return stored
  const target = new Uint8Array(samplesPerRow * rows)
  if (kind === 'unsigned' && bits < 16) unpackBits(stored, samples, target)
  else if (kind === 'unsigned' && bits === 16) narrowWords(stored, samples, target)
  else {
    const read = reader(stored, samples)
    const isLight = Array.from({ length: samplesPerRow }, (_, place) => kind === 'float' && samples.isLight(place))
    for (let row = 0, index = 0; row < rows; row++) {
      for (let place = 0; place < samplesPerRow; place++, index++) {
        target[index] = isLight[place] ? ofLight(read(index)) : Math.round(clamp(read(index)) * 255)
      }
    }
  }
  return target
}

const clamp = (value: number) => (value > 0 ? Math.min(value, 1) : 0)

/** Samples of any width, the highest bit first whatever the byte order is. */
function unpackBits(stored: Uint8Array, samples: StoredSamples, target: Uint8Array): void {
  const { bits, rowBytes, samplesPerRow, rows, isIndex } = samples
  const highest = 2 ** bits - 1
  const table = Uint8Array.from({ length: highest + 1 }, (_, value) =>
    isIndex ? value : Math.round((value * 255) / highest),
  )
  let to = 0
  for (let row = 0; row < rows; row++) {
    let at = row * rowBytes
    let held = 0
    let heldBits = 0
    for (let x = 0; x < samplesPerRow; x++) {
      while (heldBits < bits) {
        held = ((held << 8) | (stored[at++] ?? 0)) & 0xffffff
        heldBits += 8
      }
      heldBits -= bits
      target[to++] = table[(held >>> heldBits) & highest] ?? 0
    }
  }
}

function narrowWords(stored: Uint8Array, { little, isCut }: StoredSamples, target: Uint8Array): void {
  const [low, high] = little ? [0, 1] : [1, 0]
  for (let index = 0, at = 0; index < target.length; index++, at += 2) {
    const value = ((stored[at + high] ?? 0) << 8) | (stored[at + low] ?? 0)
    // The nearest to value × 255 ÷ 65535, without a division.
    target[index] = isCut ? value >>> 8 : (value * 255 + 32895) >>> 16
  }
}

/** Reads a sample by its number as a share of its range. */
function reader(stored: Uint8Array, { bits, kind, little }: StoredSamples): (index: number) => number {
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
  if (kind === 'float') {
    if (bits === 64) return (index) => view.getFloat64(8 * index, little)
    if (bits === 32) return (index) => view.getFloat32(4 * index, little)
    return (index) => halfFloat(view.getUint16(2 * index, little))
  }
  // Of 64 bits the upper 32 are enough.
  const upper = little ? 4 : 0
  if (kind === 'unsigned') {
    if (bits === 64) return (index) => view.getUint32(8 * index + upper, little) / 0xffffffff
    if (bits === 32) return (index) => view.getUint32(4 * index, little) / 0xffffffff
    return (index) => (view.getUint16(3 * index + (little ? 1 : 0), little) + 0.5) / 0x10000
  }
  if (bits === 64) return (index) => view.getInt32(8 * index + upper, little) / 0x7fffffff
  if (bits === 32) return (index) => view.getInt32(4 * index, little) / 0x7fffffff
  if (bits === 16) return (index) => view.getInt16(2 * index, little) / 0x7fff
  return (index) => view.getInt8(index) / 0x7f
}

/** A float of 16 bits (IEEE 754, binary16). */
function halfFloat(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1
  const exponent = (bits >>> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}
