import { type StatusBody, submit, waitForEnd } from '../client.ts'

/** What became of a picture that was sent to the service. */
export interface Outcome {
  /** Of the answer to its submission. */
  readonly status: number
  /** `completed`, or the code with which it was refused or failed. */
  readonly code: string
  /** The source's sides as displayed, where it was completed. */
  readonly sides: string | undefined
  /** The result: a PNG, where it was completed. */
  readonly result: Buffer | undefined
  /** From the submission to the end that the client sees. */
  readonly ms: number
}

/** The sides that every picture of the corpus is resized to over HTTP. */
export const ASKED = { width: 64, height: 48 }

/** An answer later than this is a hang. */
const HANG_MS = 60_000

/** Sends a picture and waits for its end. @throws Error when it does not end, or is lost */
export async function send(url: string, picture: Uint8Array): Promise<Outcome> {
  const startedAt = performance.now()
  const response = await submit(url, picture, { ...ASKED, format: 'png' })
  const body = (await response.json()) as StatusBody & { code: string }
  const ended = response.status === 202 ? await waitForEnd(url, body.identifier, HANG_MS) : undefined
  return {
    status: response.status,
    code: ended ? (ended.error?.code ?? ended.status) : body.code,
    sides: ended?.source ? `${ended.source.width}x${ended.source.height}` : undefined,
    result: ended?.image === undefined ? undefined : Buffer.from(ended.image, 'base64'),
    ms: performance.now() - startedAt,
  }
}
