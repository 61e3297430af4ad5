import type { Operation, ResizeOptions } from './operation.ts'
import { ProblemError, readProblem, unreachable } from './problem.ts'

/** Where the operation's pictures are. */
export const addressOf = {
  picture: (id: string) => `/api/${id}/picture`,
  source: (id: string) => `/api/${id}/source`,
}

/**
 * Hands in a picture.
 * @param image base64, as the bytes of a text: it needs no escaping in JSON, so it is never copied into a string
 * @returns the operation's ID
 * @throws ProblemError
 */
export async function submit(image: Blob, options: ResizeOptions): Promise<string> {
  const response = await call('/api/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Blob([JSON.stringify(options).slice(0, -1), ',"image":"', image, '"}']),
  })
  const { identifier } = await response.json()
  return identifier
}

/**
 * The operation as it is now, or as it is when it has ended within `waitSeconds`.
 * @throws ProblemError, or what the signal was aborted with
 */
export async function findOperation(id: string, waitSeconds: number, signal: AbortSignal): Promise<Operation> {
  const response = await call(`/api/${id}?wait=${waitSeconds}`, { signal, cache: 'no-store' })
  return await response.json()
}

/** The source of an operation, while it is kept. @throws ProblemError, or what the signal was aborted with */
export async function readSource(id: string, signal: AbortSignal): Promise<Blob> {
  const response = await call(addressOf.source(id), { signal })
  return await response.blob()
}

/** Erases the operation's pictures now. @throws ProblemError */
export async function erase(id: string): Promise<void> {
  await call(`/api/${id}`, { method: 'DELETE' })
}

async function call(address: string, options: RequestInit): Promise<Response> {
  const response = await fetch(address, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new ProblemError(unreachable)
  })
  if (!response.ok) throw new ProblemError(await readProblem(response))
  return response
}
