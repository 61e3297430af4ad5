import { type Frame, MAX_HEAD_BYTES, PREFIX_BYTES, readPrefix } from './frame.ts'

/**
 * Puts frames together from the chunks of a stream; a body is copied once, into a buffer of its length.
 * @returns takes a chunk; throws when a frame breaks the bounds or its head is no JSON, and must not be used after that
 */
export function createFrameReader(maxBodyBytes: number, onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let target = Buffer.alloc(PREFIX_BYTES)
  let filled = 0
  let next: (complete: Buffer) => void = takePrefix

  function expect(length: number, then: (complete: Buffer) => void): void {
    target = Buffer.alloc(length)
    filled = 0
    next = then
    if (length === 0) then(target)
  }

  function takePrefix(prefix: Buffer): void {
    const { headLength, bodyLength } = readPrefix(prefix)
    if (headLength > MAX_HEAD_BYTES || bodyLength > maxBodyBytes) throw new Error('A frame is longer than allowed.')
    expect(headLength, (text) => {
      const head: unknown = JSON.parse(text.toString())
      expect(bodyLength, (body) => {
        expect(PREFIX_BYTES, takePrefix)
        onFrame({ head, body })
      })
    })
  }

  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      const copied = chunk.copy(target, filled, at)
      at += copied
      filled += copied
      if (filled === target.length) next(target)
    }
  }
}
