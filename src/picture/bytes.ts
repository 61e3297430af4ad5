import { malformed } from './refusals.ts'

/**
 * A bounded reader over the bytes of a source. Every read past the end is the same refusal, so that no header parser
 * can run over its input or see `undefined` where it expects a number.
 */
export interface Bytes {
  /** Every byte, as soon as the last one has come. */
  readonly all: Uint8Array
  readonly length: number
  u8(at: number): number
  u16be(at: number): number
  u16le(at: number): number
  u32be(at: number): number
  u32le(at: number): number
  i32le(at: number): number
  /** A view (not a copy) of `length` bytes. */
  slice(at: number, length: number): Uint8Array
  /** `length` bytes as Latin-1 text. */
  text(at: number, length: number): string
  /** Whether these bytes, given as Latin-1 text, stand at `at`. Never refuses. */
  has(at: number, text: string): boolean
}

/**
 * @param bring called before any byte in front of `end` is read: returns when these bytes have come, for a source that is read
 *   while it is still being received
 * @throws Failure `picture-malformed` from any read outside of `all`
 */
export function readBytes(all: Uint8Array, bring: (end: number) => void = () => {}): Bytes {
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  const buffer = Buffer.from(all.buffer, all.byteOffset, all.byteLength)
  const inside = (at: number, length: number): number => {
    if (at < 0 || length < 0 || at + length > all.length) throw malformed('The picture ends before it is complete.')
    bring(at + length)
    return at
  }
  return {
    get all() {
      bring(all.length)
      return all
    },
    length: all.length,
    u8: (at) => view.getUint8(inside(at, 1)),
    u16be: (at) => view.getUint16(inside(at, 2)),
    u16le: (at) => view.getUint16(inside(at, 2), true),
    u32be: (at) => view.getUint32(inside(at, 4)),
    u32le: (at) => view.getUint32(inside(at, 4), true),
    i32le: (at) => view.getInt32(inside(at, 4), true),
    slice: (at, length) => new Uint8Array(all.buffer, all.byteOffset + inside(at, length), length),
    text: (at, length) => buffer.toString('latin1', inside(at, length), at + length),
    has: (at, text) => {
      bring(Math.min(at + text.length, all.length))
      return hasText(all, at, text)
    },
  }
}

function hasText(all: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > all.length) return false
  for (let index = 0; index < text.length; index++) if (all[at + index] !== text.charCodeAt(index)) return false
  return true
}
