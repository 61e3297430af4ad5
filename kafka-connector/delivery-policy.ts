import { type Answer, isBusy, isError, isUnavailable } from './answer.ts'

/** What was tried so far with one message and one function. */
export interface Tally {
  /** How often the function was invoked. */
  readonly attempts: number
  /** How many of these it answered with an error of its own (500 and the like). */
  readonly errors: number
}

/** What the decisions depend on, from the settings and the topic. */
export interface DeliveryRules {
  /** After that many errors a message becomes a dead letter. */
  readonly maxAttempts: number
  /** The delays before the second, third, … attempt; the last repeats. At least one. */
  readonly retryDelaysMs: readonly number[]
  /** Whether the message is a dead letter already: there is nothing behind that. */
  readonly isDeadLetter: boolean
}

/** What becomes of a message for one function. */
export type Decision =
  | { readonly kind: 'commit' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'dead-letter'; readonly reason: 'refused' | 'attempts-exhausted' }

/**
 * The delivery policy: the answer decides.
 *
 * - 2xx: done.
 * - 429, 502, 503, 504, time-out, no connection: retried without a limit, for it is not the message's fault.
 * - 500 and every other 5xx: retried, and a dead letter after `maxAttempts` of them.
 * - Every other status (4xx, also 3xx): a dead letter at once, for the same message would be refused again.
 *
 * A dead letter becomes no dead letter again: it is retried without a limit, whatever the answer.
 *
 * The delay grows with the attempts; Retry-After makes it longer, never shorter.
 * @param tally what was tried, this answer included
 */
export function decide(answer: Answer, tally: Tally, rules: DeliveryRules): Decision {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return { kind: 'commit' }
  const retry = { kind: 'retry', delayMs: delayAfter(answer, tally, rules) } as const
  if (rules.isDeadLetter) return retry
  if (isError(answer) && tally.errors >= rules.maxAttempts) return { kind: 'dead-letter', reason: 'attempts-exhausted' }
  if (isUnavailable(answer) || isBusy(answer) || isError(answer)) return retry
  return { kind: 'dead-letter', reason: 'refused' }
}

/** The tally with one more answer. */
export function countAnswer(tally: Tally, answer: Answer): Tally {
  return { attempts: tally.attempts + 1, errors: tally.errors + (isError(answer) ? 1 : 0) }
}

function delayAfter(answer: Answer, { attempts }: Tally, { retryDelaysMs }: DeliveryRules): number {
  const delayMs = retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? 0
  const askedMs = answer.kind === 'answered' ? (answer.retryAfterMs ?? 0) : 0
  return Math.max(delayMs, askedMs)
}
