import type { TSchema } from 'typebox'
import { catalogue, type ErrorCode } from '../../src/errors/catalogue.ts'
import type { AnswerName } from './answer-schemas.ts'

/** What is said of one call; the rest follows. */
export interface Call {
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  /** The body by media type. */
  readonly body?: Readonly<Record<string, TSchema | object>>
  readonly answers: Readonly<Record<number, CallAnswer>>
  /** What it can be refused for, beside what every call can. */
  readonly refusals?: readonly ErrorCode[]
}

/** One answer that is no refusal. */
export interface CallAnswer {
  readonly description: string
  /** The body by media type: the name of a schema, or what it is where that is not JSON. */
  readonly content?: Readonly<Record<string, AnswerName | object>>
  readonly headers?: readonly string[]
}

interface Parameter {
  readonly name: string
  readonly in: 'query' | 'header' | 'path'
  readonly description: string
  readonly schema: object
  readonly required?: boolean
}

/** What every call can be refused for, whoever makes it. */
const ALWAYS: readonly ErrorCode[] = [
  'request-not-valid',
  'cross-site-refused',
  'not-acceptable',
  'request-timed-out',
  'body-too-large',
  'too-many-requests',
  'headers-too-large',
  'function-busy',
  'internal',
  'function-unavailable',
  'store-unavailable',
  'shutting-down',
  'function-timed-out',
]

/** What a call with a picture can be refused for. */
export const OF_A_PICTURE: readonly ErrorCode[] = [
  'body-not-json',
  'base64-not-valid',
  'length-required',
  'media-type-not-supported',
  'picture-empty',
  'picture-too-large',
  'picture-format-not-supported',
  'picture-variant-not-supported',
  'picture-malformed',
  'picture-sides-too-large',
  'picture-too-many-pixels',
  'picture-too-many-frames',
  'picture-too-many-scans',
]

/** A call as OpenAPI 3.1 has it ("operation object"). */
export function describeCall(call: Call) {
  const { summary, description, parameters, body, answers, refusals = [] } = call
  return {
    summary,
    ...(description && { description }),
    ...(parameters && { parameters }),
    ...(body && {
      requestBody: { required: true, content: mapValues(body, (schema) => ({ schema })) },
    }),
    responses: { ...mapValues(answers, toResponse), ...toRefusals([...refusals, ...ALWAYS]) },
  }
}

function toResponse({ description, content, headers }: CallAnswer) {
  return {
    description,
    ...(headers && { headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])) }),
    ...(content && { content: mapValues(content, (schema) => ({ schema: toSchema(schema) })) }),
  }
}

const toSchema = (schema: AnswerName | object) =>
  typeof schema === 'string' ? { $ref: `#/components/schemas/${schema}` } : schema

/** One answer for each status, with the codes that have it. */
function toRefusals(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(new Set(codes), (code) => catalogue[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: those.map((code) => `\`${code}\`: ${catalogue[code].sentence}`).join(' '),
        content: { 'application/problem+json': { schema: toSchema('Problem') } },
      },
    ]),
  )
}

function mapValues<V, R>(object: Readonly<Record<string | number, V>>, map: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}
