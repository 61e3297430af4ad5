import { type TSchema, Type } from 'typebox'
import { catalogue } from '../../src/errors/catalogue.ts'

const CLOSED = { additionalProperties: false }

const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Identifier = Type.String({ pattern: '^[0-9a-f]{32}$' })
const DIGEST = { pattern: '^[0-9a-f]{64}$' }
const Digest = Type.String(DIGEST)
const Time = Type.String({ format: 'date-time', description: 'RFC 3339, in UTC.' })
const Milliseconds = Type.Number({ minimum: 0, description: 'Milliseconds.' })
const Count = Type.Integer({ minimum: 0 })
const Side = Type.Integer({ minimum: 1 })
const Status = Type.Enum(['queued', 'running', 'completed', 'failed', 'expired'])
const Format = Type.String({ description: 'png, jpeg, webp, gif, bmp, tiff.' })

const picture = { digest: Digest, format: Format, width: Side, height: Side, bytes: Count }

/** What an operation's answers tell of it, whoever asks. */
const done = {
  status: Status,
  width: orNull(Side),
  height: orNull(Side),
  format: Format,
  options: Type.Object({}, { description: 'What was asked, defaults filled in.' }),
  source: orNull(Type.Object(picture, CLOSED)),
  result: orNull(Type.Object({ ...picture, pixelDigest: Digest }, CLOSED)),
  attempts: Count,
  engine: orNull(Type.String({ description: "The versions that decide about the result's bytes." })),
  error: orNull(
    Type.Object({ code: Type.String(), title: Type.String(), detail: Type.Optional(Type.String()) }, CLOSED),
  ),
  requestedAt: Time,
  claimedAt: orNull(Time),
  endedAt: orNull(Time),
  expiredAt: orNull(Time),
  timings: Type.Object(
    {
      queuedMs: Type.Optional(Milliseconds),
      totalMs: Type.Optional(Milliseconds),
      engine: Type.Optional(Type.Record(Type.String(), Milliseconds)),
    },
    CLOSED,
  ),
}

const Accepted = Type.Object({ identifier: Identifier, status: Status }, CLOSED)

const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:picture-resize:error: and the code.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Enum(Object.keys(catalogue)),
    retryable: Type.Boolean({ description: 'Whether the same call may succeed later.' }),
    detail: Type.Optional(Type.String()),
  },
  { ...CLOSED, description: 'Problem details (RFC 9457).' },
)

/** A digest of an operation's identifier, by which whoever has that recognises it. */
const Reference = Type.String({ ...DIGEST, description: 'SHA-256 of the identifier.' })

const cloudEventOf = (subject: TSchema, description: string) =>
  Type.Object(
    {
      specversion: Type.Literal('1.0'),
      id: Type.String({ description: '<operation>/<number>' }),
      source: Type.String(),
      type: Type.String({ pattern: '^picture-resize\\.operation\\.[a-z-]+$' }),
      subject,
      time: Time,
      datacontenttype: Type.Literal('application/json'),
      sequence: Type.String({ pattern: '^\\d{6,}$' }),
      data: Type.Object({}, { description: 'What was recorded.' }),
    },
    { ...CLOSED, description },
  )

const CloudEvent = cloudEventOf(Identifier, 'A CloudEvent 1.0.')

/** The bodies that are answered, by the names under which the document has them. */
export const answerSchemas = {
  Accepted,
  Problem,
  Limits: Type.Object({ limits: Type.Record(Type.String(), Count, { description: 'In bytes and pixels.' }) }, CLOSED),
  Operation: Type.Object(
    { identifier: Identifier, image: Type.Optional(Type.String({ description: 'The result in base64.' })), ...done },
    CLOSED,
  ),
  Found: Type.Object(
    {
      match: Type.Enum(['digest', 'pixels'], { description: 'By the very bytes, or by the same pixels.' }),
      operations: Type.Array(
        Type.Object(
          {
            reference: Reference,
            ...done,
            events: Type.Array(cloudEventOf(Reference, 'A CloudEvent 1.0 that names no identifier and no worker.'), {
              minItems: 1,
            }),
          },
          CLOSED,
        ),
        { minItems: 1, maxItems: 100 },
      ),
    },
    CLOSED,
  ),
  Outcomes: Type.Object(
    {
      outcomes: Type.Array(
        Type.Union([
          Type.Object({ status: Type.Literal(202), operation: Accepted }, CLOSED),
          Type.Object({ status: Type.Integer(), problem: Problem }, CLOSED),
        ]),
      ),
    },
    CLOSED,
  ),
  CloudEvent,
  Events: Type.Object({ identifier: Identifier, events: Type.Array(CloudEvent, { minItems: 1 }) }, CLOSED),
  Playback: Type.Object(
    { identifier: Identifier, status: Type.Enum(['queued', 'running', 'completed', 'failed', 'cancelled']) },
    { description: 'A run and, model by model, what it measured.' },
  ),
} as const

/** A name of {@link answerSchemas}. */
export type AnswerName = keyof typeof answerSchemas
