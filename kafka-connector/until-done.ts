import { setTimeout as sleep } from 'node:timers/promises'

const firstDelayMs = 100
const longestDelayMs = 5000

/**
 * Does what the topics must do, again and again until it is done.
 * @param failed told of every failure
 * @throws the signal's reason when it is not done and the signal has aborted; it is tried at least once
 */
export async function untilDone<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<T> {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    try {
      return await work()
    } catch (error) {
      failed(error)
      await sleep(delayMs, undefined, { signal })
    }
  }
}
