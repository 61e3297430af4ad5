/** TIFFs built in code: good ones of every kind, and hostile ones. Nothing here is read from a file. */

/** Numbers become SHORT, or LONG where one is too large for that; bytes stay bytes (UNDEFINED). */
export type TiffValue = readonly number[] | Uint8Array

export interface TiffParts {
  readonly width: number
  readonly height: number
  /** The strips or tiles as they are stored. */
  readonly pieces: readonly Uint8Array[]
  /** More tags, or others than those that are written by themselves; `undefined` leaves one out. */
  readonly tags?: Readonly<Record<number, TiffValue | undefined>>
  readonly bigEndian?: boolean
  readonly bigTiff?: boolean
  /** How often the directory is there, one chained to the next. */
  readonly directories?: number
  /** The last directory points to the first one. */
  readonly isCircle?: boolean
}

const [SHORT, LONG, UNDEFINED] = [3, 4, 7]

export function tiff(parts: TiffParts): Buffer {
  const { width, height, pieces, bigEndian = false, bigTiff = false, directories = 1, isCircle = false } = parts
  const number = numberWriter(bigEndian)
  const offsetBytes = bigTiff ? 8 : 4
  const start = [Buffer.from(bigEndian ? 'MM' : 'II'), number(bigTiff ? 43 : 42, 2)]
  const written: Buffer[] = bigTiff ? [...start, number(8, 2), number(0, 2), number(0, 8)] : [...start, number(0, 4)]
  const end = () => written.reduce((sum, { length }) => sum + length, 0)
  const write = (bytes: Uint8Array) => {
    const at = end()
    written.push(Buffer.from(bytes))
    return at
  }
  const offsets = pieces.map(write)
  const isTiled = parts.tags?.[322] !== undefined
  const tags: Record<number, TiffValue | undefined> = {
    256: [width],
    257: [height],
    258: [8],
    262: [1],
    ...(isTiled ? {} : { 278: [Math.ceil(height / pieces.length)] }),
    [isTiled ? 324 : 273]: offsets,
    [isTiled ? 325 : 279]: pieces.map(({ length }) => length),
    ...parts.tags,
  }
  const entries = Object.entries(tags).flatMap(([tag, value]) => {
    if (value === undefined) return []
    const type = value instanceof Uint8Array ? UNDEFINED : value.some((entry) => entry > 0xffff) ? LONG : SHORT
    const size = { [SHORT]: 2, [LONG]: 4, [UNDEFINED]: 1 }[type] ?? 1
    const values = Buffer.concat(Array.from(value, (entry) => number(entry, size)))
    const field = Buffer.alloc(offsetBytes)
    ;(values.length <= offsetBytes ? values : number(write(values), offsetBytes)).copy(field)
    return [Buffer.concat([number(Number(tag), 2), number(type, 2), number(value.length, offsetBytes), field])]
  })
  const directoryBytes = (bigTiff ? 8 : 2) + entries.length * (4 + 2 * offsetBytes) + offsetBytes
  const first = end()
  for (let index = 1; index <= directories; index++) {
    const next = index < directories ? first + index * directoryBytes : isCircle ? first : 0
    written.push(number(entries.length, bigTiff ? 8 : 2), ...entries, number(next, offsetBytes))
  }
  const bytes = Buffer.concat(written)
  number(first, offsetBytes).copy(bytes, offsetBytes)
  return bytes
}

function numberWriter(bigEndian: boolean): (value: number, bytes: number) => Buffer {
  return (value, bytes) => {
    const buffer = Buffer.alloc(bytes)
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value))
    else buffer.writeUIntLE(value, 0, bytes)
    return bigEndian ? buffer.reverse() : buffer
  }
}

/** Bytes of bits that are written as text; spaces do not count. The last byte is filled up with zeros. */
export function bitsOf(text: string): Buffer {
  const bits = text.replaceAll(/\s/g, '')
  return Buffer.from(
    Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
      Number.parseInt(bits.slice(byte * 8, byte * 8 + 8).padEnd(8, '0'), 2),
    ),
  )
}

/** LZW codes as they stand, of 9 bits each. */
export const lzwCodes = (...codes: number[]): Buffer =>
  bitsOf(codes.map((code) => code.toString(2).padStart(9, '0')).join(''))
