import { APP2, type JpegSegment } from './jpeg-segments.ts'

const APP0 = 0xe0

/** What an APP2 segment with a piece of a profile begins with (ICC.1:2010, B.4); number and count, a byte each, follow. */
const SIGNATURE = Buffer.from('ICC_PROFILE\0', 'latin1')
const PREFIX_BYTES = SIGNATURE.length + 2

/** A segment has at most 65535 bytes, its length of two bytes among them. */
const MAX_PIECE_BYTES = 65_533 - PREFIX_BYTES
const MAX_PIECES = 255

/** The longest profile that a JPEG can hold: 16 707 345 bytes. */
export const MAX_JPEG_PROFILE_BYTES = MAX_PIECES * MAX_PIECE_BYTES

/**
 * The APP2 segments that hold a profile.
 * @throws RangeError for a profile that is empty or longer than {@link MAX_JPEG_PROFILE_BYTES}
 */
export function profileSegments(icc: Uint8Array): Buffer {
  if (icc.length === 0 || icc.length > MAX_JPEG_PROFILE_BYTES) {
    throw new RangeError(`A profile in a JPEG has 1 to ${MAX_JPEG_PROFILE_BYTES} bytes.`)
  }
  const count = Math.ceil(icc.length / MAX_PIECE_BYTES)
  const parts = Array.from({ length: count }, (_, index) => {
    const piece = icc.subarray(index * MAX_PIECE_BYTES, (index + 1) * MAX_PIECE_BYTES)
    const length = 2 + PREFIX_BYTES + piece.length
    return [Buffer.of(0xff, APP2, length >> 8, length & 255), SIGNATURE, Buffer.of(index + 1, count), piece]
  })
  return Buffer.concat(parts.flat())
}

/**
 * Puts a profile into a JPEG: behind its JFIF segment where it has one, which must be the first, else behind SOI.
 * @throws RangeError as {@link profileSegments}
 */
export function insertJpegProfile(jpeg: Uint8Array, icc: Uint8Array): Buffer {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  const at = view.getUint16(2) === 0xff00 + APP0 ? 4 + view.getUint16(4) : 2
  return Buffer.concat([jpeg.subarray(0, at), profileSegments(icc), jpeg.subarray(at)])
}

/**
 * Puts the pieces of a profile together, by their numbers, whatever their order.
 * @returns undefined where there is no profile, or where pieces are missing, doubled or at odds about their count
 */
export function readJpegProfile(segments: Iterable<JpegSegment>): Buffer | undefined {
  const pieces = new Map<number, Uint8Array>()
  let found = 0
  let announced: number | undefined
  for (const { marker, body } of segments) {
    if (marker !== APP2 || body.length < PREFIX_BYTES || !SIGNATURE.equals(body.subarray(0, SIGNATURE.length))) continue
    const [number = 0, count = 0] = body.subarray(SIGNATURE.length)
    announced ??= count
    if (count !== announced || number < 1 || number > count) return undefined
    pieces.set(number, body.subarray(PREFIX_BYTES))
    found++
  }
  if (found === 0 || found !== announced || pieces.size !== found) return undefined
  return Buffer.concat([...pieces].sort(([one], [other]) => one - other).map(([, piece]) => piece))
}
