import { Failure } from '../src/errors/failure.ts'
import type { FunctionEvent } from '../src/faas/handler.ts'
import { readMultipart } from '../src/faas/multipart.ts'
import { bytesOf, headerOf, jsonOf, mediaTypeOf } from '../src/faas/request.ts'

/** What a client sent: JSON that has pictures as texts in it, or pictures as they are with fields beside them. */
export type Sent =
  | { readonly as: 'json'; readonly value: unknown }
  | {
      readonly as: 'bytes'
      readonly pictures: readonly Uint8Array[]
      readonly fields: Readonly<Record<string, unknown>>
    }

/** The most that JSON adds around a picture: the options, their names, white space. */
const JSON_ALLOWANCE = 65_536

/** The longest body with one picture in bytes: the largest one as base64 in JSON. */
export function maxBodyBytes(maxSourceBytes: number): number {
  return Math.ceil(maxSourceBytes / 3) * 4 + JSON_ALLOWANCE
}

/** `curl -d` says form, `faas-cli invoke` says text: both send JSON all the same. */
const JSON_LIKE = new Set(['', 'application/json', 'text/json', 'text/plain', 'application/x-www-form-urlencoded'])

/**
 * Reads what a client sent with a picture, in whichever of the three forms: JSON, the bytes of a picture (`image/…`) with
 * its fields in the query, or `multipart/form-data` with up to `maxPictures` files.
 * @throws Failure `media-type-not-supported`, `body-not-json`, `request-not-valid`
 */
export async function readSent(event: FunctionEvent, maxPictures = 1): Promise<Sent> {
  requireIdentity(event)
  const mediaType = mediaTypeOf(event)
  if (mediaType.startsWith('image/')) return { as: 'bytes', pictures: [bytesAsTheyCame(event)], fields: event.query }
  if (mediaType === 'multipart/form-data') {
    const contentType = headerOf(event, 'content-type') ?? ''
    const { files, fields } = await readMultipart(bytesAsTheyCame(event), contentType, maxPictures)
    if (files.length === 0) throw new Failure('request-not-valid', { detail: 'The form has no picture.' })
    return { as: 'bytes', pictures: files, fields: { ...event.query, ...fields } }
  }
  if (JSON_LIKE.has(mediaType) || mediaType.endsWith('+json')) return { as: 'json', value: jsonOf(event) }
  throw new Failure('media-type-not-supported', {
    detail: 'Send application/json, image/… or multipart/form-data.',
  })
}

/** Nothing is unpacked here: a body that is packed could be of any length (RFC 9110 §8.4). */
function requireIdentity(event: FunctionEvent): void {
  const encoding = headerOf(event, 'content-encoding') ?? 'identity'
  if (encoding.trim().toLowerCase() === 'identity') return
  const detail = 'Send the body as it is, without a Content-Encoding.'
  throw new Failure('media-type-not-supported', { detail, headers: { 'accept-encoding': 'identity' } })
}

function bytesAsTheyCame(event: FunctionEvent): Uint8Array {
  const bytes = bytesOf(event)
  if (!bytes) throw new Failure('media-type-not-supported')
  return bytes
}
