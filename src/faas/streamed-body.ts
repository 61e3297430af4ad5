import { buffer } from 'node:stream/consumers'

/** A body that is still being made while it is sent: pieces of bytes. */
export type StreamedBody = AsyncIterable<Uint8Array>

/** Whether an answer's body is still being made. */
export function isStreamed(body: unknown): body is StreamedBody {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

/** All of a streamed body at once, when it has come to its end. */
export function collect(body: StreamedBody): Promise<Buffer> {
  return buffer(body)
}

/** The same pieces until `stop` is aborted: then the body ends as if it had come to its end. */
export async function* untilAborted(body: StreamedBody, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const { promise: stopped, resolve } = Promise.withResolvers<{ done: true; value: undefined }>()
  const end = () => resolve({ done: true, value: undefined })
  stop.addEventListener('abort', end, { once: true })
  if (stop.aborted) end()
  const pieces = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { done, value } = await Promise.race([stopped, pieces.next()])
      if (done) return
      yield value
    }
  } finally {
    stop.removeEventListener('abort', end)
    // Not waited for: a piece that is being made is made first, and whoever asked for it is gone.
    Promise.resolve(pieces.return?.()).catch(() => {})
  }
}
