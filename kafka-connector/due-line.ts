/** A timer is set for at most an hour, so that a clock that was put right is noticed. */
const longestSleepMs = 3_600_000

/** Those who wait for a time of their own. */
export interface DueLine {
  /** Resolves when the clock has reached `time`. @throws the signal's reason when it aborts before */
  waitUntil(time: number): Promise<void>
}

interface Waiting {
  readonly time: number
  readonly enter: () => void
  readonly giveUp: (reason: unknown) => void
}

/**
 * An empty line. Whoever is due earlier is let in earlier, and with equal times whoever came first: one timer for all of
 * them, because timers of their own would let them overtake each other.
 * @param clock epoch milliseconds
 */
export function createDueLine(clock: () => number, signal: AbortSignal): DueLine {
  const waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined

  const letIn = (): void => {
    clearTimeout(timer)
    const now = clock()
    const firstNotDue = waiting.findIndex(({ time }) => time > now)
    for (const { enter } of waiting.splice(0, firstNotDue === -1 ? waiting.length : firstNotDue)) enter()
    const [first] = waiting
    if (first) timer = setTimeout(letIn, Math.min(first.time - now, longestSleepMs))
  }

  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    for (const { giveUp } of waiting.splice(0)) giveUp(signal.reason)
  })

  return {
    waitUntil: (time) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const lastNotLater = waiting.findLastIndex((other) => other.time <= time)
        waiting.splice(lastNotLater + 1, 0, { time, enter: resolve, giveUp: reject })
        if (lastNotLater === -1) letIn()
      }),
  }
}
