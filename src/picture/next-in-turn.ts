/** A picture that waits for a place. */
export interface InTurn {
  /** When it began to wait: milliseconds of a clock that never goes back. */
  readonly since: number
  /** What it is estimated to cost, in milliseconds. */
  readonly costMs: number
}

/** The express place takes small pictures alone, so that they need not wait for the end of a large one. */
export type Place = 'ordinary' | 'express'

/** What costs at most this is small: a JPEG or PNG of one megapixel is. */
export const SMALL_MS = 20

/** For how many times its own cost a picture lets others overtake it. */
export const PATIENCE = 5

/**
 * Whose turn it is now that a place is free; nobody's when those who wait are too large for it.
 *
 * They take their turns in the order of their arrival, put off by what they cost: small ones overtake large ones that came
 * shortly before. None starves: who comes later than PATIENCE times its cost behind it does not overtake it any more.
 */
export function nextInTurn<T extends InTurn>(waiting: Iterable<T>, place: Place): T | undefined {
  let next: T | undefined
  for (const one of waiting) {
    if (place === 'express' && one.costMs > SMALL_MS) continue
    if (!next || dueOf(one) < dueOf(next)) next = one
  }
  return next
}

const dueOf = ({ since, costMs }: InTurn) => since + PATIENCE * costMs
