import { setTimeout as sleep } from 'node:timers/promises'

/** The status body, as far as tests look at it. */
export interface StatusBody {
  readonly identifier: string
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'expired'
  readonly image?: string
  readonly width: number
  readonly height: number
  readonly format: string
  readonly attempts: number
  readonly source: { readonly digest: string; readonly width: number; readonly height: number } | null
  readonly result: { readonly digest: string; readonly pixelDigest: string } | null
  readonly error: { readonly code: string; readonly detail?: string } | null
}

/** POSTs a picture as JSON. */
export function submit(
  url: string,
  picture: Uint8Array,
  options: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = JSON.stringify({ image: Buffer.from(picture).toString('base64'), ...options })
  return fetch(`${url}/api/`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
}

/** POSTs a picture and waits for the end of its operation. Throws when it was refused. */
export async function resize(url: string, picture: Uint8Array, options: object): Promise<StatusBody> {
  const response = await submit(url, picture, options)
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`)
  const { identifier } = (await response.json()) as StatusBody
  return await waitForEnd(url, identifier)
}

/** Polls until the operation has ended; a service that is away meanwhile is asked again. */
export async function waitForEnd(url: string, id: string, forMs = 60_000): Promise<StatusBody> {
  const until = Date.now() + forMs
  for (;;) {
    const response = await fetch(`${url}/api/${id}?wait=5`).catch(() => undefined)
    // The answer may be cut off in its middle: then it is no answer.
    const text = await response?.text().catch(() => undefined)
    if (response?.status === 200 && text !== undefined) return JSON.parse(text) as StatusBody
    if (response?.status === 404) throw new Error(`${id} is not known`)
    if (Date.now() > until) throw new Error(`${id} has not ended within ${forMs} ms`)
    await sleep(50)
  }
}
