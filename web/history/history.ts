import type { Operation, PictureFacts, ResizeOptions, Status } from '../api/operation.ts'

/** What a picture was sent together with: the same name for all of them, and its place among them, from 0. */
export interface Batch {
  readonly name: string
  readonly place: number
}

/** What this browser remembers of an operation: small facts, no picture. */
export interface Remembered {
  readonly id: string
  readonly batch: Batch
  /** The name of the picture where it was chosen. */
  readonly name: string
  /** When it was sent: ISO 8601. */
  readonly at: string
  readonly options: ResizeOptions
  /** As it was last seen. */
  readonly status: Status
  readonly source: PictureFacts | null
  readonly result: PictureFacts | null
}

/** So many operations are remembered; the oldest go first. */
export const MOST_REMEMBERED = 300

/** The history with one more operation, newest first. */
export function remember(history: readonly Remembered[], entry: Remembered): Remembered[] {
  return [entry, ...history.filter(({ id }) => id !== entry.id)].slice(0, MOST_REMEMBERED)
}

/** The history after an operation was seen; one that is not remembered stays unknown. */
export function witness(history: readonly Remembered[], operation: Operation): Remembered[] {
  const { id, status, options, source, result } = operation
  return history.map((entry) =>
    entry.id === id ? { ...entry, status, options, source: factsOf(source), result: factsOf(result) } : entry,
  )
}

/** The history that was kept as text. What is not of its form is left out: somebody else may have written there. */
export function readHistory(text: string | null): Remembered[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRemembered) : []
  } catch {
    return []
  }
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null) return false
  const { id, batch, name, at, options, status, source, result } = value as Record<string, unknown>
  const isFacts = (facts: unknown) => facts === null || (typeof facts === 'object' && 'bytes' in facts)
  return (
    typeof id === 'string' &&
    /^[0-9a-f]{32}$/.test(id) &&
    [name, at, status].every((text) => typeof text === 'string') &&
    isBatch(batch) &&
    typeof options === 'object' &&
    options !== null &&
    isFacts(source) &&
    isFacts(result)
  )
}

function isBatch(value: unknown): value is Batch {
  if (typeof value !== 'object' || value === null) return false
  const { name, place } = value as Record<string, unknown>
  return typeof name === 'string' && typeof place === 'number'
}

function factsOf(facts: PictureFacts | null): PictureFacts | null {
  if (!facts) return null
  const { digest, format, width, height, bytes } = facts
  return { digest, format, width, height, bytes }
}
