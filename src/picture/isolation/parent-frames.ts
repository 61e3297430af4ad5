import { readSync, writeSync, writevSync } from 'node:fs'
import { type Bytes, readBytes } from '../bytes.ts'
import { framePrefix, PREFIX_BYTES, readPrefix } from './frame.ts'
import { FRAMES_FD, type ToChild, type ToParent } from './messages.ts'
import type { SourceRoom } from './source-room.ts'

/** A message of the parent. */
export interface Received {
  readonly head: ToChild
  /** Read from the socket while it is being used: the first chunks of a PNG are checked while the parent sends the others. */
  readonly body: Bytes
  /** Reads what nobody has asked for: the next message stands behind it. */
  takeRest(): void
}

/** Waits for the parent's next message. Ends the process when the parent has closed the socket, then or in the midst of the body. */
export function receive(roomFor: SourceRoom): Received {
  const { headLength, bodyLength } = readPrefix(readFull(Buffer.alloc(PREFIX_BYTES)))
  const head: ToChild = JSON.parse(readFull(Buffer.alloc(headLength)).toString())
  const body = roomFor(bodyLength)
  let filled = 0
  const bring = (end: number) => {
    while (filled < end) filled += readSome(body, filled)
  }
  return { head, body: readBytes(body, bring), takeRest: () => bring(bodyLength) }
}

function readFull(buffer: Buffer): Buffer {
  for (let filled = 0; filled < buffer.length; ) filled += readSome(buffer, filled)
  return buffer
}

function readSome(buffer: Buffer, from: number): number {
  return readSync(FRAMES_FD, buffer, from, buffer.length - from, null) || process.exit(0)
}

/** In one piece, so that the parent wakes up once for a small result. */
export function send(head: ToParent, body: Uint8Array = new Uint8Array(0)): void {
  const prefix = framePrefix(head, body.length)
  const sent = writevSync(FRAMES_FD, [prefix, body]) - prefix.length
  const rest = sent < 0 ? Buffer.concat([prefix.subarray(sent), body]) : body.subarray(sent)
  for (let written = 0; written < rest.length; ) written += writeSync(FRAMES_FD, rest, written)
}
