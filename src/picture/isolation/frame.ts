/**
 * How parent and child talk: `u32 head length, u32 body length, head (JSON), body (raw bytes)`. A picture travels as
 * the body, never as text.
 */
export const PREFIX_BYTES = 8

/** A head that is longer than this is a broken or hostile peer. */
export const MAX_HEAD_BYTES = 64 * 1024

/** One message, its head not yet believed. */
export interface Frame {
  readonly head: unknown
  readonly body: Buffer
}

/** The bytes that go in front of a body. */
export function framePrefix(head: unknown, bodyLength: number): Buffer {
  const text = Buffer.from(JSON.stringify(head))
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(text.length, 0)
  prefix.writeUInt32BE(bodyLength, 4)
  return Buffer.concat([prefix, text])
}

/** The two lengths that a frame begins with. */
export function readPrefix(prefix: Buffer): { headLength: number; bodyLength: number } {
  return { headLength: prefix.readUInt32BE(0), bodyLength: prefix.readUInt32BE(4) }
}
