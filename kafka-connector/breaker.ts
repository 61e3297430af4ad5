import { type Answer, isUnavailable } from './answer.ts'
import { createWaitingLine } from './waiting-line.ts'

/** When a breaker pauses, and how it probes. */
export interface BreakerOptions {
  /** After that many unavailable answers in a row. */
  readonly pauseAfter: number
  /** The delays before the first, second, … probe; the last repeats. At least one. */
  readonly probeDelaysMs: readonly number[]
  /** From 0 (included) to 1: spreads the probes of several connectors. */
  readonly random: () => number
  /** Told when it pauses and when it resumes. */
  changed(paused: boolean): void
}

/** Pauses when everything fails. */
export interface Breaker {
  readonly paused: boolean
  /** Runs an invocation, at once or, while paused, in its turn. @throws the signal's reason when it aborts before */
  run(invoke: () => Promise<Answer>, signal: AbortSignal): Promise<Answer>
  /** Ends the timer. */
  stop(): void
}

/**
 * Watches the answers of one topic's functions. When the last ones were all unavailable, messages wait where they are
 * instead of wandering through the retry topics; from time to time the first that waits is tried, and the first answer
 * of any other kind lets all of them go on. 429 is not an outage: it says that someone is there.
 */
export function createBreaker({ pauseAfter, probeDelaysMs, random, changed }: BreakerOptions): Breaker {
  const line = createWaitingLine()
  let unavailable = 0
  let paused = false
  let probes = 0
  let isDue = false
  let timer: NodeJS.Timeout | undefined

  const scheduleProbe = (): void => {
    const delayMs = probeDelaysMs[Math.min(probes, probeDelaysMs.length - 1)] ?? 0
    probes++
    timer = setTimeout(
      () => {
        timer = undefined
        // Nobody waits: the next message that comes is the probe.
        if (!line.letIn()) isDue = true
      },
      delayMs * (1 + random() / 4),
    )
  }

  /** Waits for admission. True for the probe, false when there is no pause (any more). */
  const admit = async (signal: AbortSignal): Promise<boolean> => {
    signal.throwIfAborted()
    if (isDue) isDue = false
    else if (paused) await line.wait(signal)
    return paused
  }

  const pause = (): void => {
    paused = true
    probes = 0
    scheduleProbe()
    changed(true)
  }

  const resume = (): void => {
    paused = false
    isDue = false
    clearTimeout(timer)
    timer = undefined
    changed(false)
    while (line.letIn());
  }

  const record = (answer: Answer): void => {
    if (!isUnavailable(answer)) {
      unavailable = 0
      if (paused) resume()
    } else if (++unavailable >= pauseAfter && !paused) pause()
  }

  return {
    get paused() {
      return paused
    },
    async run(invoke, signal) {
      const isProbe = await admit(signal)
      try {
        const answer = await invoke()
        record(answer)
        return answer
      } finally {
        if (isProbe && paused && !timer) scheduleProbe()
      }
    },
    stop: () => clearTimeout(timer),
  }
}
