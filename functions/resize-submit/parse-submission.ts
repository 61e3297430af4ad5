import { Type } from 'typebox'
import { Failure } from '../../src/errors/failure.ts'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { bytesOf, headerOf, jsonOf, mediaTypeOf } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'
import { resizeOptionsSchema } from '../../src/operation/options.ts'
import type { Submission } from '../../src/operation/submit.ts'
import { decodeBase64 } from './base64.ts'

/** Turns the call of a client into a submission. @throws Failure with the code of what is wrong with it */
export type ParseSubmission = (event: FunctionEvent) => Submission

/** The most that JSON adds around a picture: the options, their names, white space. */
const JSON_ALLOWANCE = 65_536

/** The longest body of a submission in bytes: the largest source as base64 in JSON. */
export function maxBodyBytes(maxSourceBytes: number): number {
  return Math.ceil(maxSourceBytes / 3) * 4 + JSON_ALLOWANCE
}

/**
 * Parses `{image, width, height, …}` as JSON, or a picture's bytes (`Content-Type: image/…`) with the options in the query.
 * Sides may be numbers or numeric texts.
 */
export function createParseSubmission(limits: { maxSide: number; maxSourceBytes: number }): ParseSubmission {
  const options = resizeOptionsSchema(limits.maxSide)
  const rules = { additionalProperties: false, anyOf: [{ required: ['width'] }, { required: ['height'] }] }
  const validateOptions = createValidate(Type.Object(options.properties, rules))
  const validateBody = createValidate(Type.Object({ ...options.properties, image: Type.String() }, rules))

  return (event) => {
    const idempotencyKey = idempotencyKeyOf(event)
    const { source, options } = mediaTypeOf(event).startsWith('image/') ? fromBytes(event) : fromJson(event)
    if (source.length > limits.maxSourceBytes) {
      throw new Failure('picture-too-large', { detail: `At most ${limits.maxSourceBytes} bytes are taken.` })
    }
    return { source, options, ...(idempotencyKey && { idempotencyKey }) }
  }

  function fromBytes(event: FunctionEvent): Pick<Submission, 'source' | 'options'> {
    const source = bytesOf(event)
    if (!source) throw new Failure('media-type-not-supported')
    return { source, options: validateOptions(withNumericSides(event.query)) }
  }

  function fromJson(event: FunctionEvent): Pick<Submission, 'source' | 'options'> {
    const mediaType = mediaTypeOf(event)
    if (!JSON_LIKE.has(mediaType) && !mediaType.endsWith('+json')) {
      throw new Failure('media-type-not-supported', { detail: 'Send application/json or image/….' })
    }
    const { image, ...options } = validateBody(withNumericSides(jsonOf(event)))
    return { source: decodeBase64(image), options }
  }
}

/** `curl -d` says form, `faas-cli invoke` says text: both send JSON all the same. */
const JSON_LIKE = new Set(['', 'application/json', 'text/json', 'text/plain', 'application/x-www-form-urlencoded'])

/** The same object with `width` and `height` as numbers where they are texts of digits, and `upright` as a boolean. */
function withNumericSides(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const object: Record<string, unknown> = { ...given }
  for (const name of ['width', 'height']) {
    const value = object[name]
    if (typeof value === 'string' && /^\d{1,9}$/.test(value)) object[name] = Number(value)
  }
  if (object['upright'] === 'true' || object['upright'] === 'false') object['upright'] = object['upright'] === 'true'
  return object
}

function idempotencyKeyOf(event: FunctionEvent): string | undefined {
  const key = headerOf(event, 'idempotency-key')
  if (key === undefined || /^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(key)) return key
  throw new Failure('request-not-valid', { detail: 'Idempotency-Key must be 1 to 255 printable ASCII characters.' })
}
