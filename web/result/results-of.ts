import type { Remembered } from '../history/history.ts'
import { sidesText } from '../text/amounts.ts'

/** A result of a picture that was resized before. */
export interface EarlierResult {
  readonly id: string
  readonly label: string
  readonly bytes: number
}

const MOST_SHOWN = 6

/**
 * The latest results of the source with this digest, one for each size, format and quality; the smallest first. Their sides
 * are named when they differ.
 */
export function resultsOf(history: readonly Remembered[], digest: string | undefined): EarlierResult[] {
  if (digest === undefined) return []
  const found = new Map<string, EarlierResult & { sides: string }>()
  for (const { id, status, source, result, options } of history) {
    if (status !== 'completed' || source?.digest !== digest || !result) continue
    const sides = sidesText(result)
    const hasQuality = result.format === 'jpeg' || result.format === 'webp'
    const quality = hasQuality && options.quality !== undefined ? ` ${options.quality}` : ''
    const label = `${result.format.toUpperCase()}${quality}`
    const key = `${sides} ${label}`
    if (!found.has(key)) found.set(key, { id, label, sides, bytes: result.bytes })
  }
  const latest = [...found.values()].slice(0, MOST_SHOWN)
  const isOneSize = new Set(latest.map(({ sides }) => sides)).size === 1
  return latest
    .map(({ id, label, sides, bytes }) => ({ id, bytes, label: isOneSize ? label : `${sides} ${label}` }))
    .sort((one, other) => one.bytes - other.bytes)
}
