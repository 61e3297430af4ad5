/**
 * Gives what the store tells of an operation as soon as it is what one waits for; nothing after `forMs`, or when nobody
 * may wait any more, whichever comes first.
 */
export type Poll<Told> = (id: string, isIt: (told: Told) => boolean, forMs: number) => Promise<Told | undefined>

interface PollingDependencies<Told> {
  /** Asks the store about operations; what it does not tell anything of goes on being waited for. */
  readonly ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, Told>>
  /** How long to pause before each query at least, in milliseconds. */
  readonly pollMs: number
  /** Once aborted, nobody waits any more: a process that ends lets its clients go. */
  readonly stop: AbortSignal
}

interface Waiting<Told> {
  readonly id: string
  readonly hear: (told: Told) => void
}

/** A store that has much to do, and so takes its time to answer, is asked less often. */
const ANSWERS_PER_PAUSE = 4

/** Waiting for the store to tell something. However many wait in this process, one query at a time asks for all of them. */
export function createPolling<Told>({ ask, pollMs, stop }: PollingDependencies<Told>): Poll<Told> {
  const waiting = new Set<Waiting<Told>>()
  let isPolling = false
  let lastMs = 0

  return async (id, isIt, forMs) => {
    if (forMs <= 0 || stop.aborted) return undefined
    return await new Promise((resolve) => {
      const end = (told?: Told) => {
        clearTimeout(timer)
        stop.removeEventListener('abort', giveUp)
        waiting.delete(one)
        resolve(told)
      }
      const giveUp = () => end()
      const one = { id, hear: (told: Told) => isIt(told) && end(told) }
      const timer = setTimeout(giveUp, forMs)
      stop.addEventListener('abort', giveUp)
      waiting.add(one)
      void poll()
    })
  }

  async function poll(): Promise<void> {
    if (isPolling) return
    isPolling = true
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(pollMs, lastMs * ANSWERS_PER_PAUSE)))
      if (waiting.size === 0) break
      const ids = [...new Set([...waiting].map(({ id }) => id))]
      // A store that cannot answer now is asked again; who waits gets its answer, or its time runs out.
      const askedAt = performance.now()
      const told = await ask(ids).catch(() => new Map<string, Told>())
      lastMs = performance.now() - askedAt
      for (const { id, hear } of waiting) {
        const of = told.get(id)
        if (of !== undefined) hear(of)
      }
    }
    isPolling = false
  }
}
