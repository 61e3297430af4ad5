import { colourModelOf } from '../colour-model.ts'
import { CHROMA_AC, CHROMA_DC, type JpegHuffmanTable, LUMA_AC, LUMA_DC } from '../formats/jpeg/jpeg-huffman.ts'
import { profileSegments } from '../formats/jpeg/jpeg-profile.ts'
import { jpegQuantization, ZIGZAG } from '../formats/jpeg/jpeg-quantization.ts'
import { DHT, DQT, EOI, SOI, SOS } from '../formats/jpeg/jpeg-segments.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'

/** How a JPEG is to be. */
export interface JpegOptions {
  /** 1 to 100, on the scale of the Independent JPEG Group. */
  readonly quality: number
  /** The colour profile of the pixels, kept as it is. */
  readonly profile?: Uint8Array | undefined
}

const APP0 = 0xe0
const BASELINE = 0xc0

/** JFIF 1.01, pixels as high as wide, no thumbnail. */
const JFIF = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')

/** A component of the frame: its sampling factors, and the number of its tables. */
interface Component {
  readonly sampling: number
  readonly table: 0 | 1
}

const ONCE = 0x11
const TWICE = 0x22
const GREY_COMPONENTS: readonly Component[] = [{ sampling: ONCE, table: 0 }]
const COLOUR_COMPONENTS: readonly Component[] = [
  { sampling: TWICE, table: 0 },
  { sampling: ONCE, table: 1 },
  { sampling: ONCE, table: 1 },
]

/**
 * Encodes a bitmap as a baseline JPEG, 4:2:0. Alpha is not looked at: whoever calls has laid the picture on a ground.
 * @throws RangeError for a profile that is empty or too long for a JPEG
 */
export function encodeJpeg(bitmap: Bitmap, options: JpegOptions, kernel: Kernel): Buffer {
  const { grey, profile } = colourModelOf(bitmap, options.profile)
  const components = grey ? GREY_COMPONENTS : COLOUR_COMPONENTS
  const quantization = jpegQuantization(options.quality)
  const divisors = [quantization.luma, quantization.chroma]
  const codes: readonly (readonly [number, JpegHuffmanTable])[] = [
    [0x00, LUMA_DC],
    [0x10, LUMA_AC],
    [0x01, CHROMA_DC],
    [0x11, CHROMA_AC],
  ]
  const uses = (table: number) => components.some((component) => component.table === table)
  return Buffer.concat([
    Buffer.of(0xff, SOI),
    segment(APP0, JFIF),
    ...(profile ? [profileSegments(profile)] : []),
    ...divisors.flatMap((table, number) =>
      uses(number) ? [segment(DQT, [number, ...ZIGZAG.map((place) => table[place] ?? 1)])] : [],
    ),
    segment(BASELINE, frame(bitmap, components)),
    ...codes.flatMap(([number, { counts, symbols }]) =>
      uses(number & 15) ? [segment(DHT, [number, ...counts, ...symbols])] : [],
    ),
    segment(SOS, scan(components)),
    kernel.jpegScan(bitmap, quantization, grey),
    Buffer.of(0xff, EOI),
  ])
}

/** ITU-T T.81, B.2.2. */
function frame({ width, height }: Bitmap, components: readonly Component[]): number[] {
  const described = components.flatMap(({ sampling, table }, index) => [index + 1, sampling, table])
  return [8, height >> 8, height & 255, width >> 8, width & 255, components.length, ...described]
}

/** All components interleaved, all coefficients at once (ITU-T T.81, B.2.3). */
function scan(components: readonly Component[]): number[] {
  const described = components.flatMap(({ table }, index) => [index + 1, table * 0x11])
  return [components.length, ...described, 0, 63, 0]
}

function segment(marker: number, body: Uint8Array | readonly number[]): Buffer {
  const length = body.length + 2
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 255), Uint8Array.from(body)])
}
