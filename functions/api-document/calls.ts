import { type Call, OF_A_PICTURE } from './describe-call.ts'
import { playbackCalls } from './playback-calls.ts'
import { lookupSchema, submissionSchemas } from './request-schemas.ts'

const BINARY = { type: 'string', contentMediaType: 'application/octet-stream' }
const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'bmp', 'tiff']
const PICTURES = Object.fromEntries(FORMATS.map((format) => [`image/${format}`, BINARY]))

const id = {
  name: 'id',
  in: 'path',
  required: true,
  description: "The operation's identifier.",
  schema: { type: 'string', pattern: '^[^/]+$' },
} as const
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request is the same operation.',
  schema: { type: 'string', pattern: '^[!-~][ -~]{0,249}$' },
} as const
const wait = {
  name: 'wait',
  in: 'query',
  description: 'Wait for the end, for so many seconds at most. `Prefer: wait=…` does the same.',
  schema: { type: 'integer', minimum: 0, maximum: 999_999 },
} as const
const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Go on behind the event with this number.',
  schema: { type: 'integer', minimum: 0, maximum: 999_999_999 },
} as const

/** Every call of the API, by path and method. @param maxSide the longest side of a result, in pixels */
export function apiCalls(maxSide: number): Readonly<Record<string, Readonly<Record<string, Call>>>> {
  const { options, body, batch } = submissionSchemas(maxSide)
  const parameters = Object.entries(options.properties).map(([name, schema]) => ({
    name,
    in: 'query' as const,
    description: 'With the bytes of a picture as the body.',
    schema,
  }))
  const picture = (what: string): Record<string, Call> => {
    const call = {
      summary: `The ${what} picture`,
      parameters: [id],
      refusals: [
        'operation-not-found',
        'picture-gone',
        'result-not-ready',
        'operation-failed',
        'range-not-satisfiable',
      ],
    } as const
    const headers = ['ETag', 'Cache-Control']
    const notChanged = { description: 'The client has it already.', headers }
    return {
      get: {
        ...call,
        answers: {
          200: { description: 'Its bytes.', content: PICTURES, headers },
          206: { description: 'A part of them.', content: PICTURES, headers: [...headers, 'Content-Range'] },
          304: notChanged,
        },
      },
      head: { ...call, answers: { 200: { description: 'What is known of it.', headers }, 304: notChanged } },
    }
  }
  return {
    '/api/': {
      get: {
        summary: 'The limits of what is taken',
        answers: { 200: { description: 'As the service is set.', content: { 'application/json': 'Limits' } } },
      },
      post: {
        summary: 'Ask for a picture to be resized',
        parameters: [idempotencyKey, ...parameters],
        body: { 'application/json': body, 'image/*': BINARY, 'multipart/form-data': formOf(options.properties) },
        answers: {
          202: {
            description: 'Accepted, durably.',
            content: { 'application/json': 'Accepted' },
            headers: ['Location', 'Identifier', 'Retry-After'],
          },
        },
        refusals: [
          ...OF_A_PICTURE,
          'callbacks-off',
          'callback-not-allowed',
          'idempotency-conflict',
          'result-too-large',
        ],
      },
    },
    '/api/batch': {
      post: {
        summary: 'Ask for many at once',
        description: 'Each request has its own outcome, as if it had come alone.',
        parameters: [idempotencyKey],
        body: {
          'application/json': { ...batch, properties: { requests: { ...batch.properties.requests, items: body } } },
          'multipart/form-data': formOf(options.properties),
        },
        answers: { 207: { description: 'The outcome of each.', content: { 'application/json': 'Outcomes' } } },
        refusals: ['body-not-json', 'length-required', 'media-type-not-supported'],
      },
    },
    '/api/lookup': {
      post: {
        summary: 'Ask which operation made a picture',
        body: { 'application/json': lookupSchema, 'image/*': BINARY, 'multipart/form-data': formOf({}) },
        answers: { 200: { description: 'What made it.', content: { 'application/json': 'Found' } } },
        refusals: [
          ...OF_A_PICTURE,
          'picture-not-known',
          'result-too-large',
          'engine-timed-out',
          'engine-starved',
          'engine-out-of-memory',
        ],
      },
    },
    '/api/{id}': {
      get: {
        summary: 'How an operation stands, and its result',
        parameters: [id, wait],
        answers: {
          200: { description: 'It has ended.', content: { 'application/json': 'Operation', ...PICTURES } },
          202: {
            description: 'It has not ended yet.',
            content: { 'application/json': 'Operation' },
            headers: ['Retry-After'],
          },
          304: { description: 'The client has the picture already.' },
        },
        refusals: [
          'operation-not-found',
          'picture-gone',
          'result-not-ready',
          'operation-failed',
          'range-not-satisfiable',
        ],
      },
      delete: {
        summary: 'Erase its pictures, now',
        parameters: [id],
        answers: { 204: { description: 'They are gone.' } },
        refusals: ['operation-not-found'],
      },
    },
    '/api/{id}/events': {
      get: {
        summary: 'Its history, at once or as it happens',
        parameters: [id, lastEventId],
        answers: {
          200: {
            description: 'The events; as a stream, each as it happens.',
            content: {
              'application/json': 'Events',
              'text/event-stream': { type: 'string', description: 'Each message is a CloudEvent, its id the number.' },
            },
          },
          204: { description: 'Nothing more will come.' },
        },
        refusals: ['operation-not-found'],
      },
    },
    '/api/{id}/picture': picture('result'),
    '/api/{id}/source': picture('source'),
    ...playbackCalls,
    '/api/openapi.json': {
      get: {
        summary: 'This document',
        answers: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': { type: 'object' } } } },
      },
    },
    '/api/reference': {
      get: {
        summary: 'This document, to be read',
        answers: { 200: { description: 'A page.', content: { 'text/html': { type: 'string' } } } },
      },
    },
  }
}

/** A form: the picture as a file, everything else as texts. */
function formOf(fields: object) {
  return { type: 'object', properties: { image: BINARY, ...fields }, required: ['image'] }
}
