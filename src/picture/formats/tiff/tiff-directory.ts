import type { Bytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { malformed } from '../../refusals.ts'

/** The tags that are read (TIFF 6.0, appendix A; 34675 is ICC.1:2022, B.4). Nobody looks at any other one. */
export const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  faxOptions: 292,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  oneJpeg: 513,
  yccSampling: 530,
  profile: 34675,
} as const

const READ_TAGS: ReadonlySet<number> = new Set(Object.values(TAG))

/** Bytes of one value, by field type (TIFF 6.0, section 2). 16 is one of BigTIFF. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 13: 4, 16: 8 }
const UNSIGNED_TYPES: readonly number[] = [1, 3, 4, 13, 16]
const BYTE_TYPES: readonly number[] = [1, 2, 6, 7]

/** The numbers of a TIFF in its byte order. An offset has 4 bytes, or 8 in BigTIFF. */
export interface TiffNumbers {
  readonly little: boolean
  readonly offsetBytes: 4 | 8
  u16(at: number): number
  /** A number of `bytes` 1, 2, 4 or 8; one of 8 is exact up to 2⁵³, beyond any source. */
  unsigned(at: number, bytes: number): number
}

interface TiffEntry {
  readonly type: number
  readonly count: number
  /** Where the entry's field for its values, or for their offset, begins. */
  readonly field: number
}

/** The entries of one directory that are read. */
export interface TiffDirectory {
  has(tag: number): boolean
  /** The first `atMost` numbers of a tag, fewer if it has fewer; `undefined` without the tag. */
  numbers(tag: number, atMost: number): number[] | undefined
  /** The first number of a tag. */
  number(tag: number, missing: number): number
  /** The first number of a tag without which the pixels are the same: `undefined` where it is not as it must be. */
  plainNumber(tag: number): number | undefined
  /** The bytes of a tag, a view of them; `undefined` without the tag, and where they do not lie within the source. */
  bytes(tag: number): Uint8Array | undefined
}

export function readTiffNumbers(bytes: Bytes): TiffNumbers {
  const little = bytes.has(0, 'II')
  const u16 = little ? bytes.u16le : bytes.u16be
  const u32 = little ? bytes.u32le : bytes.u32be
  const u64 = (at: number) => (little ? u32(at) + u32(at + 4) * 2 ** 32 : u32(at) * 2 ** 32 + u32(at + 4))
  const unsigned = (at: number, length: number) =>
    length === 8 ? u64(at) : length === 4 ? u32(at) : length === 2 ? u16(at) : bytes.u8(at)
  const big = u16(2) === 43
  if (big && (u16(4) !== 8 || u16(6) !== 0)) throw malformed('The header of the BigTIFF is not legal.')
  return { little, offsetBytes: big ? 8 : 4, u16, unsigned }
}

/** Where the first directory begins. */
export const firstDirectoryAt = ({ offsetBytes, unsigned }: TiffNumbers): number => unsigned(offsetBytes, offsetBytes)

/**
 * How many directories are chained, thumbnails and smaller copies among them. The chain ends where it comes back to a
 * directory that has been counted and where it points outside of the source: the first directory, which is the picture,
 * is none the worse for it.
 * @throws Failure `picture-malformed` for more than `MAX_PARTS`
 */
export function countDirectories(bytes: Bytes, numbers: TiffNumbers): number {
  const seen = new Set<number>()
  let at = firstDirectoryAt(numbers)
  while (at !== 0 && !seen.has(at) && at + countBytes(numbers) <= bytes.length) {
    seen.add(at)
    if (seen.size > MAX_PARTS) throw malformed(`The TIFF has more than ${MAX_PARTS} directories.`)
    const next = endOfEntries(numbers, at)
    at = next + numbers.offsetBytes <= bytes.length ? numbers.unsigned(next, numbers.offsetBytes) : 0
  }
  return Math.max(1, seen.size)
}

/**
 * Reads the directory at `at`. Values are looked at when they are asked for.
 * @throws Failure `picture-malformed` for entries or values outside of the source, and for a tag that is there twice: of
 *   two truths nobody knows which one a decoder takes
 */
export function readTiffDirectory(bytes: Bytes, numbers: TiffNumbers, at: number): TiffDirectory {
  const { u16, unsigned, offsetBytes } = numbers
  const entries = new Map<number, TiffEntry>()
  const end = endOfEntries(numbers, at)
  if (at < 8 || end > bytes.length) throw malformed('The directory of the TIFF does not lie within it.')
  for (let entry = at + countBytes(numbers); entry < end; entry += entryBytes(numbers)) {
    const tag = u16(entry)
    if (!READ_TAGS.has(tag)) continue
    if (entries.has(tag)) throw malformed(`The TIFF has the tag ${tag} twice.`)
    entries.set(tag, {
      type: u16(entry + 2),
      count: unsigned(entry + 4, offsetBytes),
      field: entry + 4 + offsetBytes,
    })
  }

  /** Where the values of an entry begin: within its field if they fit there. */
  const valuesAt = ({ type, count, field }: TiffEntry) =>
    (TYPE_BYTES[type] ?? 0) * count <= offsetBytes ? field : unsigned(field, offsetBytes)

  const readNumbers = (tag: number, atMost: number) => {
    const entry = entries.get(tag)
    if (!entry) return undefined
    const { type, count } = entry
    if (!UNSIGNED_TYPES.includes(type) || count === 0) throw malformed(`The tag ${tag} of the TIFF has no numbers.`)
    const size = TYPE_BYTES[type] ?? 0
    const values = valuesAt(entry)
    bytes.slice(values, size * Math.min(count, atMost))
    return Array.from({ length: Math.min(count, atMost) }, (_, index) => unsigned(values + index * size, size))
  }
  return {
    has: (tag) => entries.has(tag),
    numbers: readNumbers,
    number: (tag, missing) => readNumbers(tag, 1)?.[0] ?? missing,
    plainNumber(tag) {
      const entry = entries.get(tag)
      return entry?.count === 1 && UNSIGNED_TYPES.includes(entry.type)
        ? unsigned(entry.field, TYPE_BYTES[entry.type] ?? 0)
        : undefined
    },
    bytes(tag) {
      const entry = entries.get(tag)
      if (!entry || !BYTE_TYPES.includes(entry.type)) return undefined
      const at = valuesAt(entry)
      return at + entry.count <= bytes.length ? bytes.slice(at, entry.count) : undefined
    },
  }
}

const countBytes = ({ offsetBytes }: TiffNumbers) => (offsetBytes === 8 ? 8 : 2)

const entryBytes = ({ offsetBytes }: TiffNumbers) => 4 + 2 * offsetBytes

/** Where the entries of the directory at `at` end: there stands the offset of the next one. */
function endOfEntries(numbers: TiffNumbers, at: number): number {
  const size = countBytes(numbers)
  return at + size + numbers.unsigned(at, size) * entryBytes(numbers)
}
