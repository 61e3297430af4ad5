import pLimit from 'p-limit'
import type { Logger } from 'pino'
import type { MakeCallbacks } from '../operation/callback.ts'

/** Makes callbacks as soon as their operations end, so that they need not wait for the sweep. */
export interface PromptCallbacks {
  /** Makes what is due for one operation, or for all. */
  ask(operation?: string): void
  /** Waits for what is being made. */
  settle(): Promise<void>
}

/** How many are made at once; the sweep makes those that have to wait for too long. */
const AT_ONCE = 32

/** Lets callbacks be made beside what goes on. */
export function createPromptCallbacks(makeCallbacks: MakeCallbacks, logger: Logger): PromptCallbacks {
  const inTurn = pLimit(AT_ONCE)
  const asked = new Set<Promise<unknown>>()
  return {
    ask(operation) {
      const made = inTurn(() => makeCallbacks(operation))
        .catch((error: unknown) => logger.warn({ operation, err: error }, 'callbacks are left to the sweep'))
        .finally(() => asked.delete(made))
      asked.add(made)
    },
    settle: async () => void (await Promise.all(asked)),
  }
}
