/** What came back from an invocation: never an exception, always a value to decide by. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** What the answer's Retry-After asks for, in milliseconds. */
      readonly retryAfterMs?: number
      /** The beginning of the body. */
      readonly body: string
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'unreachable'; readonly reason: string }

const unavailableStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/** Nobody could take the message: no answer at all, or one from something that stands before the function. */
export function isUnavailable(answer: Answer): boolean {
  return answer.kind !== 'answered' || unavailableStatuses.has(answer.status)
}

/** The function is there, but has enough to do. */
export function isBusy(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 429
}

/** The function took the message and answered that it failed on its own side. */
export function isError(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status >= 500 && !isUnavailable(answer)
}

/** The answer in one word, for headers, metrics and logs: its status, `timed-out` or `unreachable`. */
export function outcomeOf(answer: Answer): string {
  return answer.kind === 'answered' ? String(answer.status) : answer.kind
}
