import { call } from './calls.ts'
import type { PictureFacts, ResizeOptions, Status } from './operation.ts'

/** An operation as `POST /api/lookup` tells of it: what was done, not its ID, which opens the source. Times are ISO 8601. */
export interface MadeBy {
  /** SHA-256 of its ID, hexadecimal: whoever has the ID recognises it. */
  readonly reference: string
  readonly status: Status
  readonly options: ResizeOptions
  readonly source: PictureFacts | null
  readonly result: PictureFacts | null
  readonly attempts: number
  readonly engine: string | null
  readonly requestedAt: string
  readonly endedAt: string | null
}

/** What made a picture: by the very bytes, or by the same pixels in another file. */
export interface LookupAnswer {
  readonly match: 'digest' | 'pixels'
  readonly operations: readonly MadeBy[]
}

/** Asks which operations made a picture. @throws ProblemError, `picture-not-known` when none did */
export async function lookUp(picture: Blob): Promise<LookupAnswer> {
  const type = picture.type.startsWith('image/') ? picture.type : 'image/unknown'
  const response = await call('/api/lookup', { method: 'POST', headers: { 'content-type': type }, body: picture })
  return await response.json()
}
