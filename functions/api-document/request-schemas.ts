import { Type } from 'typebox'
import { resizeOptionsSchema } from '../../src/operation/options.ts'

/** The most pictures that one batch may have. */
export const MAX_BATCH = 100

const callbackUrl = Type.String({
  pattern: '^https?://',
  maxLength: 2048,
  description: 'Where to POST how the operation ended, signed by Standard Webhooks. It must be a public address.',
})

/** What a submission must look like: its options beside a picture's bytes, its body in JSON, a batch of those. */
export function submissionSchemas(maxSide: number) {
  const properties = { ...resizeOptionsSchema(maxSide).properties, callback: Type.Optional(callbackUrl) }
  const rules = { additionalProperties: false, anyOf: [{ required: ['width'] }, { required: ['height'] }] }
  const image = Type.String({ description: 'The picture in base64 (RFC 4648 §4), or as a base64 data URL.' })
  return {
    options: Type.Object(properties, rules),
    body: Type.Object({ image, ...properties }, rules),
    // Each request is checked by itself, so that one that is not valid spoils no other.
    batch: Type.Object(
      { requests: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_BATCH }) },
      { additionalProperties: false },
    ),
  }
}

/** What a lookup must look like in JSON: a picture, or the digest of one. */
export const lookupSchema = Type.Object(
  {
    image: Type.Optional(Type.String({ description: 'The picture in base64 (RFC 4648 §4), or as a base64 data URL.' })),
    digest: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: "SHA-256 of the picture's bytes, or its pixel digest." }),
    ),
  },
  { additionalProperties: false, oneOf: [{ required: ['image'] }, { required: ['digest'] }] },
)
