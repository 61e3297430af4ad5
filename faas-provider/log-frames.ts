import { StringDecoder } from 'node:string_decoder'
import { Failure } from '../src/errors/failure.ts'

/** Bytes before each frame: the stream, three zeros, the length of the payload (big-endian). */
const HEADER_BYTES = 8

/** One line that a container wrote, with the time at which it did. */
export interface ContainerLine {
  /** As Docker writes it, to the nanosecond: texts of this form sort by time. */
  readonly timestamp: string
  readonly text: string
}

/**
 * Reads the lines from a container's log as the engine sends it: standard output and standard error as frames in one
 * stream (https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerAttach), each line
 * with its time before it. Frames and lines may be cut anywhere; a line that is longer than a frame comes in several.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ContainerLine> {
  const begun = new Map<number, string>()
  const decoders = new Map<number, StringDecoder>()
  let left: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    left = Buffer.concat([left, chunk])
    for (;;) {
      if (left.length < HEADER_BYTES) break
      const stream = left[0] ?? 0
      if (stream > 2) throw new Failure('internal', { message: 'a log is not in frames: its container has a terminal' })
      const end = HEADER_BYTES + left.readUInt32BE(4)
      if (left.length < end) break
      const decoder = decoders.get(stream) ?? new StringDecoder('utf8')
      decoders.set(stream, decoder)
      const text = (begun.get(stream) ?? '') + decoder.write(left.subarray(HEADER_BYTES, end))
      left = left.subarray(end)
      const lines = text.split('\n')
      begun.set(stream, lines.pop() ?? '')
      for (const line of lines) yield toLine(line)
    }
  }
  for (const line of begun.values()) if (line !== '') yield toLine(line)
}

function toLine(line: string): ContainerLine {
  const end = line.indexOf(' ')
  return { timestamp: line.slice(0, end), text: line.slice(end + 1).replace(/\r$/, '') }
}
