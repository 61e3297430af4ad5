import { type Static, Type } from 'typebox'
import { createValidate } from './validate.ts'

/** The namespace of a gateway that has only one; OpenFaaS's own default. */
export const NAMESPACE = 'openfaas-fn'

/** How long `/system/logs?follow=true` goes on, as in OpenFaaS's gateway: milliseconds. */
export const FOLLOW_MS = 30_000

/** A function as the gateway's API shows it (faas-provider's FunctionStatus). */
export interface FunctionStatus {
  readonly name: string
  readonly namespace: string
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly envVars: Readonly<Record<string, string>>
  /** How many are wanted, and how many of them take calls. */
  readonly replicas: number
  readonly availableReplicas: number
  readonly invocationCount: number
  readonly createdAt: string
}

/** One line of a function's log (faas-provider's logs API). */
export interface LogLine {
  readonly name: string
  readonly namespace: string
  /** Which replica wrote it. */
  readonly instance: string
  readonly timestamp: string
  readonly text: string
}

/** The body of `POST /system/scale-function/<name>`. */
export const validateScale = createValidate(
  Type.Object({ replicas: Type.Integer(), namespace: Type.Optional(Type.String()) }),
)

/** The body of `POST|PUT|DELETE /system/secrets`; `rawValue` is base64, for a value that is no text. */
export const validateSecret = createValidate(
  Type.Object({
    name: Type.String(),
    namespace: Type.Optional(Type.String()),
    value: Type.Optional(Type.String()),
    rawValue: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })),
  }),
)

/** The value of a secret as it was sent. */
export function secretValueOf({ value, rawValue }: ReturnType<typeof validateSecret>): Buffer {
  return value === undefined && rawValue !== undefined ? Buffer.from(rawValue, 'base64') : Buffer.from(value ?? '')
}

const logQuery = Type.Object({
  name: Type.String(),
  namespace: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String()),
  follow: Type.Optional(Type.Enum(['true', 'false', '1', '0'])),
  tail: Type.Optional(Type.String({ pattern: '^-?\\d{1,6}$' })),
  since: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT' })),
})
const validateLogs = createValidate(logQuery)

/** What is asked of a log. */
export interface LogQuery extends Pick<Static<typeof logQuery>, 'name' | 'namespace' | 'instance'> {
  readonly isFollowed: boolean
  /** How many of the last lines; undefined for all. */
  readonly tail: number | undefined
  readonly since: Date | undefined
}

/** The query of `GET /system/logs`. @throws Failure `request-not-valid` */
export function toLogQuery(query: unknown): LogQuery {
  const { follow, tail = '0', since, ...asked } = validateLogs(query)
  return {
    ...asked,
    isFollowed: follow === 'true' || follow === '1',
    // faas-provider: zero and less is without a limit.
    tail: Number(tail) > 0 ? Number(tail) : undefined,
    since: since === undefined ? undefined : new Date(since),
  }
}
