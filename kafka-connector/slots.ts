import { createWaitingLine } from './waiting-line.ts'

/** A number of places, taken and given back. */
export interface Slots {
  readonly limit: number
  readonly taken: number
  /** Takes a place, as soon as one is free. @throws the signal's reason when it aborts before */
  take(signal: AbortSignal): Promise<void>
  giveBack(): void
  /** Changes the number of places. Those that are taken stay taken. */
  resize(limit: number): void
}

/** Places, all of them free. */
export function createSlots(initialLimit: number): Slots {
  const line = createWaitingLine()
  let limit = initialLimit
  let taken = 0

  const letIn = (): void => {
    while (taken < limit && line.letIn()) taken++
  }

  return {
    get limit() {
      return limit
    },
    get taken() {
      return taken
    },
    async take(signal) {
      signal.throwIfAborted()
      // Whoever is let in has its place already: it was counted when it was let in.
      if (taken >= limit || line.size > 0) return line.wait(signal)
      taken++
    },
    giveBack() {
      taken--
      letIn()
    },
    resize(next) {
      limit = next
      letIn()
    },
  }
}
