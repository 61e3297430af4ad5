import { catalogue } from '../errors/catalogue.ts'
import { type Failure, toFailure } from '../errors/failure.ts'
import type { Answer } from './handler.ts'

/** Seconds after which a call that may succeed later is worth repeating. */
const RETRY_AFTER_SECONDS = 2

/**
 * The public body of a failure: problem details for HTTP APIs (RFC 9457) with the code as an extension. The failure's
 * message and cause never show.
 */
export function toProblem({ code, detail }: Failure) {
  const { status, sentence, retryable } = catalogue[code]
  return {
    type: `urn:picture-resize:error:${code}`,
    title: sentence,
    status,
    code,
    retryable,
    ...(detail && { detail }),
  }
}

/** Any thrown value as the answer of a function or a gateway. */
export function toProblemAnswer(error: unknown): Answer {
  const failure = toFailure(error)
  const { status, retryable } = catalogue[failure.code]
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryable && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      ...failure.headers,
    },
    body: JSON.stringify(toProblem(failure)),
  }
}
