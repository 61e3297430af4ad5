import { Failure } from '../errors/failure.ts'

/** A part of a body: its first byte and the one behind its last. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The part that `Range` asks for (RFC 9110 §14.1.2): one range of bytes. Undefined for everything else (other units,
 * several ranges, what is malformed): the whole body is the answer then, as the RFC allows.
 * @param length of the whole body
 * @throws Failure `range-not-satisfiable` when no byte of the body is in it
 */
export function byteRangeOf(range: string | undefined, length: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(range ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const end = first === '' || last === '' ? length : Math.min(length, Number(last) + 1)
  if (start < end) return { start, end }
  throw new Failure('range-not-satisfiable', { headers: { 'content-range': `bytes */${length}` } })
}
