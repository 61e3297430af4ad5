import { crc32 } from 'node:zlib'
import type { Bytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { malformed } from '../../refusals.ts'

/** One chunk of a PNG (PNG 3rd edition, 5.3). `body` is a view; `whole` is the chunk with length, type and CRC. */
export interface PngChunk {
  readonly type: string
  readonly body: Uint8Array
  readonly whole: Uint8Array
  /** Whether a decoder must understand the chunk (upper-case first letter). */
  readonly critical: boolean
}

export const PNG_SIGNATURE_BYTES = 8
const FRAMING_BYTES = 12
const MAX_CHUNK_BYTES = 0x7fffffff

/**
 * Walks the chunks up to and with IEND; whatever follows IEND is not part of the picture and is not looked at.
 * @throws Failure `picture-malformed` for a length over 2³¹-1 or past the end, a missing IEND, too many chunks
 */
export function* walkPngChunks(bytes: Bytes): Generator<PngChunk> {
  let at = PNG_SIGNATURE_BYTES
  for (let count = 1; ; count++) {
    if (count > MAX_PARTS) throw malformed(`The PNG has more than ${MAX_PARTS} chunks.`)
    const length = bytes.u32be(at)
    if (length > MAX_CHUNK_BYTES) throw malformed('A chunk of the PNG has an illegal length.')
    const whole = bytes.slice(at, length + FRAMING_BYTES)
    const type = bytes.text(at + 4, 4)
    if (!/^[A-Za-z]{4}$/.test(type)) throw malformed('A chunk of the PNG has an illegal type.')
    yield { type, body: whole.subarray(8, 8 + length), whole, critical: type < 'a' }
    if (type === 'IEND') return
    at += length + FRAMING_BYTES
  }
}

/** Whether the chunk's CRC fits its type and body. */
export function hasRightCrc({ whole }: PngChunk): boolean {
  const stored = new DataView(whole.buffer, whole.byteOffset + whole.length - 4, 4).getUint32(0)
  return crc32(whole.subarray(4, whole.length - 4)) === stored
}
