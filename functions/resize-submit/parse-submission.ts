import type { CheckCallback } from '../../src/callback/check-callback.ts'
import { Failure } from '../../src/errors/failure.ts'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { headerOf } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'
import type { ResizeOptions } from '../../src/operation/options.ts'
import type { Submission } from '../../src/operation/submit.ts'
import { MAX_BATCH, submissionSchemas } from '../api-document/request-schemas.ts'
import { decodeBase64 } from '../base64.ts'
import { readSent } from '../sent-picture.ts'

/** Turns the call of a client into submissions. What rejects or throws is a Failure with the code of what is wrong. */
export interface ParseSubmission {
  one(event: FunctionEvent): Promise<Submission>
  /** Each submission is parsed by itself, when it is its turn: one that is not valid spoils no other. */
  batch(event: FunctionEvent): Promise<(() => Submission)[]>
}

/**
 * Parses `{image, width, height, …}` as JSON, or a picture's bytes with the options in the query or the form. A batch is
 * `{requests: […]}`, or a form with several pictures, which share its options. Sides may be numbers or numeric texts.
 */
export function createParseSubmission(
  limits: { maxSide: number; maxSourceBytes: number },
  checkCallback: CheckCallback,
): ParseSubmission {
  const schemas = submissionSchemas(limits.maxSide)
  const validateOptions = createValidate(schemas.options)
  const validateBody = createValidate(schemas.body)
  const validateBatch = createValidate(schemas.batch)

  return {
    async one(event) {
      const idempotencyKey = idempotencyKeyOf(event)
      const sent = await readSent(event)
      return sent.as === 'json'
        ? fromJson(sent.value, idempotencyKey)
        : fromBytes(sent.pictures[0], sent.fields, idempotencyKey)
    },

    async batch(event) {
      const key = idempotencyKeyOf(event)
      const keyOf = (index: number) => key && `${key}#${index}`
      const sent = await readSent(event, MAX_BATCH)
      return sent.as === 'json'
        ? validateBatch(sent.value).requests.map((request, index) => () => fromJson(request, keyOf(index)))
        : sent.pictures.map((picture, index) => () => fromBytes(picture, sent.fields, keyOf(index)))
    },
  }

  function fromJson(value: unknown, idempotencyKey: string | undefined): Submission {
    const { image, ...wishes } = validateBody(withNumbers(value))
    return submissionOf(decodeBase64(image), wishes, idempotencyKey)
  }

  function fromBytes(picture: Uint8Array | undefined, fields: unknown, idempotencyKey: string | undefined): Submission {
    return submissionOf(picture ?? Buffer.alloc(0), validateOptions(withNumbers(fields)), idempotencyKey)
  }

  function submissionOf(
    picture: Uint8Array,
    { callback, ...options }: ResizeOptions & { readonly callback?: string },
    idempotencyKey: string | undefined,
  ): Submission {
    const source = checked(picture)
    if (callback !== undefined) checkCallback(callback)
    return { source, options, ...(idempotencyKey && { idempotencyKey }), ...(callback && { callback }) }
  }

  function checked(source: Uint8Array): Uint8Array {
    if (source.length <= limits.maxSourceBytes) return source
    throw new Failure('picture-too-large', { detail: `At most ${limits.maxSourceBytes} bytes are taken.` })
  }
}

/** The same object with numbers where sides or quality are texts of digits, and `upright` as a boolean. */
function withNumbers(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const object: Record<string, unknown> = { ...given }
  for (const name of ['width', 'height', 'quality']) {
    const value = object[name]
    if (typeof value === 'string' && /^\d{1,9}$/.test(value)) object[name] = Number(value)
  }
  if (object['upright'] === 'true' || object['upright'] === 'false') object['upright'] = object['upright'] === 'true'
  return object
}

/** So long that the number of a request in a batch fits behind it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e][\x20-\x7e]{0,249}$/

function idempotencyKeyOf(event: FunctionEvent): string | undefined {
  const key = headerOf(event, 'idempotency-key')
  if (key === undefined || IDEMPOTENCY_KEY.test(key)) return key
  throw new Failure('request-not-valid', { detail: 'Idempotency-Key must be 1 to 250 printable ASCII characters.' })
}
