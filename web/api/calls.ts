import { toEvents } from '../../src/playback/watch/told-events.ts'
import type { OperationEvent, ResizeOptions } from './operation.ts'
import { ProblemError, readProblem, unreachable, unreadable } from './problem.ts'

/** Where the operation's pictures are. */
export const addressOf = {
  picture: (id: string) => `/api/${id}/picture`,
  source: (id: string) => `/api/${id}/source`,
}

/**
 * Hands in a picture, as its bytes.
 * @param key names this request: sent again with it, as after an answer that was lost, it is the same operation
 * @returns the operation's ID
 * @throws ProblemError
 */
export async function submit(picture: Blob, options: ResizeOptions, key: string): Promise<string> {
  const query = new URLSearchParams(Object.entries(options).map(([name, value]) => [name, String(value)]))
  // What it really is, the service finds out from the bytes.
  const type = picture.type.startsWith('image/') ? picture.type : 'image/unknown'
  const response = await call(`/api/?${query}`, {
    method: 'POST',
    headers: { 'content-type': type, 'idempotency-key': key },
    body: picture,
  }).catch(async (error: unknown) => {
    // The browser says no more than that it could not send; a picture that was moved or changed cannot be read either.
    const isReadable = await picture
      .slice(0, 1)
      .arrayBuffer()
      .then(
        () => true,
        () => false,
      )
    throw isReadable ? error : new ProblemError(unreadable)
  })
  const { identifier } = await response.json()
  return identifier
}

/** What has happened to an operation so far. @throws ProblemError, or what the signal was aborted with */
export async function readEvents(id: string, signal: AbortSignal): Promise<OperationEvent[]> {
  const response = await call(`/api/${id}/events`, { signal, headers: { accept: 'application/json' } })
  const { events } = await response.json()
  return toEvents(events)
}

/** One of the operation's pictures, while it is kept. @throws ProblemError */
export async function readPicture(id: string, which: keyof typeof addressOf): Promise<Blob> {
  const response = await call(addressOf[which](id), {})
  return await response.blob()
}

/** Erases the operation's pictures now. @throws ProblemError */
export async function erase(id: string): Promise<void> {
  await call(`/api/${id}`, { method: 'DELETE' })
}

/** Calls the service. @throws ProblemError, or what the signal was aborted with */
export async function call(address: string, options: RequestInit): Promise<Response> {
  const response = await fetch(address, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new ProblemError(unreachable)
  })
  if (!response.ok) throw new ProblemError(await readProblem(response))
  return response
}
