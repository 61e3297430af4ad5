const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3, // U+00B5
  μs: 1e-3, // U+03BC
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

const step = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)`
const one = `(?:0|(?:${step})+)`

/** The form of a duration as a regular expression, for a setting's schema. */
export const durationPattern = `^${one}$`

/** The form of a comma list of at least one duration, for a setting's schema. */
export const durationListPattern = `^\\s*${one}\\s*(?:,\\s*${one}\\s*)*$`

/**
 * A duration as Go writes it (https://pkg.go.dev/time#ParseDuration), in milliseconds: `2m`, `1h30m`, `1.5s`, `0`. A
 * setting never means a negative time, so there are no signs.
 * @throws RangeError when the text is not a duration
 */
export function parseDuration(text: string): number {
  if (!new RegExp(durationPattern).test(text)) throw new RangeError(`"${text}" is not a duration such as 30s or 1m30s`)
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµμ]+)/g)) {
    total += Number(amount) * (unitsMs[unit ?? ''] ?? 0)
  }
  return total
}

/**
 * A comma list of durations, in milliseconds.
 * @throws RangeError when one of them is not a duration
 */
export function parseDurationList(text: string): number[] {
  return text.split(',').map((part) => parseDuration(part.trim()))
}
