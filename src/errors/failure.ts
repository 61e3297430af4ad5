import { type ErrorCode, isErrorCode } from './catalogue.ts'

/**
 * What else a failure can say. `detail` is public, `message` is for the log alone, `headers` are those that an answer must
 * have beside its status (`Allow`, `Content-Range`).
 */
export interface FailureOptions {
  readonly detail?: string
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/**
 * The one error class. Rooms throw codes; only the edge turns a code into an HTTP answer.
 * `detail` is a public sentence about this one case; `message` may say more and stays in the log.
 */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly headers: Readonly<Record<string, string>> | undefined

  constructor(code: ErrorCode, options: FailureOptions = {}) {
    super(options.message ?? options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.detail = options.detail
    this.headers = options.headers
  }
}

/**
 * Any thrown value as a failure: a `Failure` as it is, also one of another bundle, which has this class too (a function and
 * its host are two); everything else as `internal` with the value as its cause.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure || isForeignFailure(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('internal', { message, cause: error })
}

/** Whether `error` is a failure with one of these codes. */
export function hasCode(error: unknown, ...codes: ErrorCode[]): error is Failure {
  return error instanceof Failure && codes.includes(error.code)
}

function isForeignFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure' && 'code' in error && isErrorCode(error.code)
}
