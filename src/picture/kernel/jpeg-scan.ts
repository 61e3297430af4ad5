import { CHROMA_AC, CHROMA_DC, huffmanCodes, LUMA_AC, LUMA_DC } from '../formats/jpeg/jpeg-huffman.ts'
import { type JpegQuantization, ZIGZAG } from '../formats/jpeg/jpeg-quantization.ts'
import type { Bitmap } from '../orient.ts'
import { createLayout } from './layout.ts'
import type { WithMachine } from './machine.ts'

const PIXEL = 4

/** The kernel's own factors on coefficients, by row and by column (the scale factors of Arai, Agui and Nakajima). */
const TRANSFORM_FACTORS = Float64Array.from({ length: 8 }, (_, index) =>
  index === 0 ? 1 : Math.SQRT2 * Math.cos((index * Math.PI) / 16),
)

/** The kernel's samples have 15 bits of fraction, those of chroma are sums of four; a DCT of 8×8 has a factor of 8. */
const LUMA_SCALE = 8 * 2 ** 15
const CHROMA_SCALE = 4 * LUMA_SCALE

const MULTIPLIERS_BYTES = 64 * 4
const CODES_BYTES = 256 * 4
const TABLES_BYTES = 2 * MULTIPLIERS_BYTES + 4 * CODES_BYTES + 2 * 64
const WORK_BYTES = 2048

/** 64 coefficients of at most 26 bits (16 for a code, 10 for a number), each byte of them stuffed. */
const MAX_BLOCK_BYTES = (2 * 64 * 26) / 8

/** The Huffman codes as the kernel has them, and the two ways of the zigzag. */
const CODES = [LUMA_DC, LUMA_AC, CHROMA_DC, CHROMA_AC].map(huffmanCodes)
const PLACE_OF = Uint8Array.from(ZIGZAG)
const ZIGZAG_OF = Uint8Array.from(PLACE_OF, (_, place) => PLACE_OF.indexOf(place))

/** How pixels become units of blocks (ITU-T T.81, A.2): 4:2:0 for colours. */
const COLOUR_UNIT = { side: 16, blocks: 6 }
const GREY_UNIT = { side: 8, blocks: 1 }

/** {@link Kernel.jpegScan} on a machine: only a strip of the picture is in the kernel's memory at a time. */
export function jpegScan(
  withMachine: WithMachine,
  bitmap: Bitmap,
  quantization: JpegQuantization,
  grey: boolean,
): Buffer {
  const { width, height, data } = bitmap
  if (!(width >= 1 && height >= 1 && data.length >= width * height * PIXEL)) throw new RangeError('Pixels are missing.')
  const { side, blocks } = grey ? GREY_UNIT : COLOUR_UNIT
  const units = Math.ceil(width / side)
  const layout = createLayout()
  const tables = layout.reserve(TABLES_BYTES)
  const work = layout.reserve(WORK_BYTES)
  const pixels = layout.reserve(units * side * side * PIXEL)
  const target = layout.reserve(units * blocks * MAX_BLOCK_BYTES)

  return withMachine(layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    placeTables(memory, tables, quantization)
    const bringStrip = createStripReader(memory, pixels, bitmap, side)
    const parts: Uint8Array[] = []
    machine.beginJpeg()
    for (let top = 0; top < height; top += side) {
      bringStrip(top)
      const code = grey ? machine.jpegGreyStrip : machine.jpegColourStrip
      parts.push(memory.slice(target, code(pixels, units, tables, work, target)))
    }
    parts.push(memory.slice(target, machine.endJpeg(target)))
    return Buffer.concat(parts)
  })
}

/** In the order of the kernel's `jpeg-memory.ts`. */
function placeTables({ buffer }: Uint8Array<ArrayBuffer>, at: number, { luma, chroma }: JpegQuantization): void {
  new Float32Array(buffer, at, 64).set(multipliers(luma, LUMA_SCALE))
  new Float32Array(buffer, at + MULTIPLIERS_BYTES, 64).set(multipliers(chroma, CHROMA_SCALE))
  const codesAt = at + 2 * MULTIPLIERS_BYTES
  for (const [index, codes] of CODES.entries()) new Uint32Array(buffer, codesAt + index * CODES_BYTES, 256).set(codes)
  const orderAt = codesAt + CODES.length * CODES_BYTES
  new Uint8Array(buffer, orderAt, 64).set(ZIGZAG_OF)
  new Uint8Array(buffer, orderAt + 64, 64).set(PLACE_OF)
}

function multipliers(divisors: readonly number[], scale: number): number[] {
  return divisors.map((divisor, place) => {
    const factor = (TRANSFORM_FACTORS[place >> 3] ?? 1) * (TRANSFORM_FACTORS[place & 7] ?? 1)
    return 1 / (divisor * factor * scale)
  })
}

/** Brings rows into the kernel's memory, a strip of whole units: what they have too much repeats the last pixels. */
function createStripReader(
  memory: Uint8Array<ArrayBuffer>,
  pixels: number,
  { width, height, data }: Bitmap,
  side: number,
): (top: number) => void {
  const rowBytes = width * PIXEL
  const stride = Math.ceil(width / side) * side * PIXEL
  const words = new Uint32Array(memory.buffer, pixels, (stride / PIXEL) * side)
  return (top) => {
    const rows = Math.min(side, height - top)
    for (let row = 0; row < rows; row++) {
      const from = (top + row) * rowBytes
      memory.set(data.subarray(from, from + rowBytes), pixels + row * stride)
      const end = (row * stride) / PIXEL + width
      if (rowBytes < stride) words.fill(words[end - 1] ?? 0, end, ((row + 1) * stride) / PIXEL)
    }
    const last = pixels + (rows - 1) * stride
    for (let row = rows; row < side; row++) memory.copyWithin(pixels + row * stride, last, last + stride)
  }
}
