/** Those who wait for something, first come, first served. */
export interface WaitingLine {
  readonly size: number
  /** Resolves when let in; rejects with the signal's reason when it aborts before. */
  wait(signal: AbortSignal): Promise<void>
  /** Lets the first in. False when nobody waits. */
  letIn(): boolean
}

/** An empty line. */
export function createWaitingLine(): WaitingLine {
  const waiting = new Set<() => void>()

  return {
    get size() {
      return waiting.size
    },
    wait: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const enter = () => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        }
        const giveUp = () => {
          waiting.delete(enter)
          reject(signal.reason)
        }
        waiting.add(enter)
        signal.addEventListener('abort', giveUp, { once: true })
      }),
    letIn() {
      const [first] = waiting
      if (!first) return false
      waiting.delete(first)
      first()
      return true
    },
  }
}
