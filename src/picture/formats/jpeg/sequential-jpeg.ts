import { readFrame } from './jpeg-frame.ts'
import type { JpegHeader } from './jpeg-header.ts'
import type { JpegHuffmanTable } from './jpeg-huffman.ts'
import { APP14, DHT, DQT, DRI, type JpegSegment, SOS } from './jpeg-segments.ts'
import { nibbles } from './jpeg-tables.ts'

/** A component of a sequential JPEG, with its tables. */
export interface SequentialComponent {
  readonly horizontal: number
  readonly vertical: number
  /** In the order of the zigzag. */
  readonly divisors: readonly number[]
  readonly dc: JpegHuffmanTable
  readonly ac: JpegHuffmanTable
}

/** The plain kind of JPEG, which nearly all are: sequential, one scan with all components, luma alone or YCbCr. */
export interface SequentialJpeg {
  readonly width: number
  readonly height: number
  readonly components: readonly SequentialComponent[]
  /** Units between two restart markers; 0 when there are none. */
  readonly restartInterval: number
  /** The entropy-coded data of the scan, restart markers and stuffed bytes included. */
  readonly scan: Uint8Array
}

/** Tables by their numbers; those of Huffman codes by their class and number, as DHT has them. */
interface Tables {
  readonly divisors: Map<number, readonly number[]>
  readonly huffman: Map<number, JpegHuffmanTable>
}

/** Takes a JPEG apart that is of the plain kind. @returns undefined for every other one, and where anything is unusual */
export function readSequentialJpeg(header: JpegHeader): SequentialJpeg | undefined {
  if (header.progressive || header.scans !== 1) return undefined
  if (header.colours !== 'grey' && header.colours !== 'ycc') return undefined
  const tables: Tables = { divisors: new Map(), huffman: new Map() }
  let restartInterval = 0
  let frame: JpegSegment | undefined
  let scan: JpegSegment | undefined
  for (const segment of header.pixelSegments) {
    const { marker, body } = segment
    if (scan) return undefined
    if (marker === SOS) scan = segment
    else if (marker === DQT) readDivisors(body, tables.divisors)
    else if (marker === DHT) readHuffman(body, tables.huffman)
    else if (marker === DRI) restartInterval = ((body[0] ?? 0) << 8) | (body[1] ?? 0)
    else if (marker !== APP14) frame = segment
  }
  if (!frame || !scan) return undefined
  const components = readComponents(frame, scan.body, tables)
  if (!components) return undefined
  const { storedWidth: width, storedHeight: height } = header
  return { width, height, components, restartInterval, scan: scan.whole.subarray(-scan.entropyBytes) }
}

/** All of them in the order of the frame, chroma with one block in each unit. */
function readComponents(frame: JpegSegment, scan: Uint8Array, tables: Tables): SequentialComponent[] | undefined {
  const { components } = readFrame(frame.marker, frame.body)
  if (scan[0] !== components.length) return undefined
  const described = components.map(({ id, horizontal, vertical, quantizationTable }, index) => {
    const [scanId, numbers = 0] = scan.subarray(1 + 2 * index)
    const [dcNumber, acNumber] = nibbles(numbers)
    const divisors = tables.divisors.get(quantizationTable)
    const [dc, ac] = [tables.huffman.get(dcNumber), tables.huffman.get(0x10 + acNumber)]
    return scanId === id && divisors && dc && ac ? { horizontal, vertical, divisors, dc, ac } : undefined
  })
  const [first, ...chroma] = described
  if (!first || first.horizontal > 2 || first.vertical > 2) return undefined
  // The blocks of a component that is alone come row by row, whatever its sampling (ITU-T T.81, A.2.2).
  if (components.length === 1) return [{ ...first, horizontal: 1, vertical: 1 }]
  if (!chroma.every((component) => component?.horizontal === 1 && component.vertical === 1)) return undefined
  return described.filter((component) => component !== undefined)
}

function readDivisors(body: Uint8Array, divisors: Map<number, readonly number[]>): void {
  for (let at = 0; at < body.length; ) {
    const [precision, number] = nibbles(body[at] ?? 0)
    const bytes = precision + 1
    const view = new DataView(body.buffer, body.byteOffset + at + 1, 64 * bytes)
    const read = (place: number) => (precision === 0 ? view.getUint8(place) : view.getUint16(2 * place))
    divisors.set(
      number,
      Array.from({ length: 64 }, (_, place) => read(place)),
    )
    at += 1 + 64 * bytes
  }
}

function readHuffman(body: Uint8Array, huffman: Map<number, JpegHuffmanTable>): void {
  for (let at = 0; at < body.length; ) {
    const counts = [...body.subarray(at + 1, at + 17)]
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0)
    huffman.set(body[at] ?? 0, { counts, symbols: [...body.subarray(at + 17, end)] })
    at = end
  }
}
