import { readBytes } from '../../bytes.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'
import { nibbles } from './jpeg-tables.ts'

/** One colour component of a frame. */
export interface JpegComponent {
  readonly id: number
  readonly horizontal: number
  readonly vertical: number
  readonly quantizationTable: number
}

/** A frame header (ITU-T T.81, B.2.2): baseline, extended sequential or progressive, Huffman-coded, 8 bits. */
export interface JpegFrame {
  readonly progressive: boolean
  readonly width: number
  readonly height: number
  readonly components: readonly JpegComponent[]
}

/** What one scan says about itself (ITU-T T.81, B.2.3). */
export interface JpegScan {
  readonly componentIds: readonly number[]
}

const PROGRESSIVE = 0xc2
const NOT_FRAMES = [0xc4, 0xc8, 0xcc]

/** Whether the marker begins a frame of any kind. */
export const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.includes(marker)

/** @throws Failure `picture-malformed`, `picture-variant-not-supported` (lossless, hierarchical, arithmetic, 12 bits) */
export function readFrame(marker: number, body: Uint8Array): JpegFrame {
  if (marker > PROGRESSIVE) throw variantNotSupported('The JPEG is lossless, hierarchical or arithmetically coded.')
  const bytes = readBytes(body)
  const [precision, height, width, count] = [bytes.u8(0), bytes.u16be(1), bytes.u16be(3), bytes.u8(5)]
  if (precision !== 8 && precision !== 12) throw malformed('The JPEG has an illegal precision.')
  if (precision === 12) throw variantNotSupported('The JPEG has 12 bits per sample.')
  if (width === 0) throw malformed('The JPEG has no width.')
  if (height === 0) throw variantNotSupported('The JPEG gives its height only after the first scan.')
  if (bytes.length !== 6 + 3 * count) throw malformed('The frame header of the JPEG has a wrong length.')
  if (count !== 1 && count !== 3 && count !== 4) throw variantNotSupported(`The JPEG has ${count} components.`)

  const components = Array.from({ length: count }, (_, index): JpegComponent => {
    const at = 6 + 3 * index
    const [horizontal, vertical] = nibbles(bytes.u8(at + 1))
    return { id: bytes.u8(at), horizontal, vertical, quantizationTable: bytes.u8(at + 2) }
  })
  if (new Set(components.map(({ id }) => id)).size !== count)
    throw malformed('Two components of the JPEG are the same.')
  for (const { horizontal, vertical, quantizationTable } of components) {
    if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4 || quantizationTable > 3) {
      throw malformed('A component of the JPEG has an illegal sampling factor or table.')
    }
  }
  return { progressive: marker === PROGRESSIVE, width, height, components }
}

/** @throws Failure `picture-malformed` for parameters that the frame's kind does not allow (ITU-T T.81, table B.3) */
export function readScan(body: Uint8Array, frame: JpegFrame): JpegScan {
  const bytes = readBytes(body)
  const count = bytes.u8(0)
  if (count < 1 || count > 4 || bytes.length !== 4 + 2 * count)
    throw malformed('A scan of the JPEG has a wrong length.')
  const componentIds = Array.from({ length: count }, (_, index) => bytes.u8(1 + 2 * index))
  const known = new Set(frame.components.map(({ id }) => id))
  if (new Set(componentIds).size !== count || !componentIds.every((id) => known.has(id))) {
    throw malformed('A scan of the JPEG names an unknown component.')
  }
  if (frame.progressive) {
    const [start, end, [high, low]] = [
      bytes.u8(1 + 2 * count),
      bytes.u8(2 + 2 * count),
      nibbles(bytes.u8(3 + 2 * count)),
    ]
    const band = start === 0 ? end === 0 : start <= end && end <= 63 && count === 1
    if (!band || low > 13 || (high !== 0 && high !== low + 1)) {
      throw malformed('A scan of the JPEG has illegal progressive parameters.')
    }
  }
  return { componentIds }
}

/**
 * The fewest bytes of entropy-coded data that a frame can have: a Huffman code has at least one bit, and every 8×8
 * block needs one for its DC coefficient and, unless the frame is progressive, one that ends its AC coefficients.
 */
export function leastEntropyBytes({ progressive, width, height, components }: JpegFrame): number {
  const maxHorizontal = Math.max(...components.map(({ horizontal }) => horizontal))
  const maxVertical = Math.max(...components.map(({ vertical }) => vertical))
  let blocks = 0
  for (const { horizontal, vertical } of components) {
    blocks += Math.ceil((width * horizontal) / maxHorizontal / 8) * Math.ceil((height * vertical) / maxVertical / 8)
  }
  return Math.ceil((blocks * (progressive ? 1 : 2)) / 8)
}
