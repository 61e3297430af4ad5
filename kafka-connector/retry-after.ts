const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** The longest wait that is honoured: an answer must not park a message for ever. */
const longestMs = 3_600_000

/**
 * What a Retry-After header (RFC 9110, section 10.2.3: seconds or a date) asks for, in milliseconds, at most an hour.
 * Undefined when there is none or it has another form.
 * @param now epoch milliseconds
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestMs)
  if (!httpDate.test(text)) return undefined
  const wait = Date.parse(text) - now
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestMs)
}
