import type { Sides } from '../../geometry.ts'
import type { WebpChunk } from './webp-chunks.ts'

/** Flags of a `VP8X` chunk (RFC 9649, 2.7). */
export const ALPHA_FLAG = 0x10
export const PROFILE_FLAG = 0x20

/** A WebP of these chunks; every one is padded to an even length. */
export const createWebp = (chunks: readonly WebpChunk[]): Buffer => wrap(chunks.flatMap(createChunk))

/** The same without the padding of the last chunk. */
export const createUnpaddedWebp = (chunks: readonly WebpChunk[]): Buffer =>
  wrap(chunks.flatMap(createChunk).slice(0, -1))

function wrap(parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts])
  return Buffer.concat([...createHead('RIFF', body.length), body])
}

/** The chunk that says what the others are. */
export function createWebpExtension({ width, height }: Sides, flags: number): WebpChunk {
  const body = Buffer.alloc(10)
  body.writeUInt8(flags, 0)
  body.writeUIntLE(width - 1, 4, 3)
  body.writeUIntLE(height - 1, 7, 3)
  return { type: 'VP8X', body }
}

const createChunk = ({ type, body }: WebpChunk): Uint8Array[] => [
  ...createHead(type, body.length),
  body,
  Buffer.alloc(body.length % 2),
]

function createHead(type: string, length: number): Buffer[] {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(length)
  return [Buffer.from(type, 'latin1'), bytes]
}
