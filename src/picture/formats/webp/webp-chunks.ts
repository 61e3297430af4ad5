import type { Bytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { malformed } from '../../refusals.ts'

/** One chunk of a WebP (RFC 9649, 2.3). `body` is a view, without the padding that makes its length even. */
export interface WebpChunk {
  /** Four characters, with a space at the end where a name is shorter. */
  readonly type: string
  readonly body: Uint8Array
}

/** `RIFF`, the length of what follows, `WEBP`. */
const HEAD_BYTES = 12
const CHUNK_HEAD_BYTES = 8

/** Walks the chunks that stand between two places. */
export type WalkWebpChunks = (bytes: Bytes, start: number, end: number) => Generator<WebpChunk>

/**
 * Walks the chunks of a WebP and those inside its chunks, counting all of them.
 * @returns a walk that throws `picture-malformed` for a chunk past the end of what it stands in, and for too many
 */
export function createWebpWalk(): WalkWebpChunks {
  let count = 0
  return function* walk(bytes, start, end) {
    for (let at = start; at < end; ) {
      if (++count > MAX_PARTS) throw malformed(`The WebP has more than ${MAX_PARTS} chunks.`)
      const length = at + CHUNK_HEAD_BYTES <= end ? bytes.u32le(at + 4) : 0
      const next = at + CHUNK_HEAD_BYTES + length
      if (next > end) throw malformed('A chunk of the WebP is longer than what it stands in.')
      const type = bytes.text(at, 4)
      yield { type, body: bytes.slice(at + CHUNK_HEAD_BYTES, length) }
      at = next + (length % 2)
    }
  }
}

/**
 * The outermost chunks. Whatever follows the length that the head announces is not part of the picture and is not looked
 * at. Of what is announced, the padding of the last chunk alone may be missing.
 * @throws Failure `picture-malformed`
 */
export function walkWebp(bytes: Bytes, walk: WalkWebpChunks): Generator<WebpChunk> {
  const end = CHUNK_HEAD_BYTES + bytes.u32le(4)
  if (end > bytes.length + 1) throw malformed('The WebP ends before it is complete.')
  return walk(bytes, HEAD_BYTES, Math.min(end, bytes.length))
}
