/**
 * Gives what the store tells of an operation as soon as it is what one waits for; nothing after `forMs`, or when nobody
 * may wait any more, whichever comes first.
 */
export type Poll<Told> = (id: string, isIt: (told: Told) => boolean, rules: PollRules) => Promise<Told | undefined>

interface PollRules {
  readonly forMs: number
  /** How long the store need not be asked for the sake of this one, in milliseconds. */
  readonly pauseMs?: number
}

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
  readonly pauseMs: number
  readonly hear: (told: Told) => void
}

/** A store that has much to do, and so takes its time to answer, is asked less often. */
const ANSWERS_PER_PAUSE = 4

/** Waiting for the store to tell something. However many wait in this process, one query at a time asks for all of them. */
export function createPolling<Told>({ ask, pollMs, stop }: PollingDependencies<Told>): Poll<Told> {
  const waiting = new Set<Waiting<Told>>()
  let isAsking = false
  let lastMs = 0
  let timer: NodeJS.Timeout | undefined
  /** When the store will be asked next, by the process's own clock. */
  let dueAt = Infinity

  return async (id, isIt, { forMs, pauseMs = 0 }) => {
    if (forMs <= 0 || stop.aborted) return undefined
    return await new Promise((resolve) => {
      const end = (told?: Told) => {
        clearTimeout(timeOut)
        stop.removeEventListener('abort', giveUp)
        waiting.delete(one)
        resolve(told)
      }
      const giveUp = () => end()
      const one = { id, pauseMs, hear: (told: Told) => isIt(told) && end(told) }
      const timeOut = setTimeout(giveUp, forMs)
      stop.addEventListener('abort', giveUp)
      waiting.add(one)
      askAfter(pauseMs)
    })
  }

  /** Sees to it that the store is asked after such a pause, unless it is anyway before that. */
  function askAfter(pauseMs: number): void {
    const pause = Math.max(pollMs, lastMs * ANSWERS_PER_PAUSE, pauseMs)
    const due = performance.now() + pause
    if (isAsking || due >= dueAt) return
    dueAt = due
    clearTimeout(timer)
    timer = setTimeout(askNow, pause)
  }

  async function askNow(): Promise<void> {
    dueAt = Infinity
    if (waiting.size === 0) return
    isAsking = true
    const ids = [...new Set([...waiting].map(({ id }) => id))]
    // A store that cannot answer now is asked again; who waits gets its answer, or its time runs out.
    const askedAt = performance.now()
    const told = await ask(ids).catch(() => new Map<string, Told>())
    lastMs = performance.now() - askedAt
    for (const { id, hear } of waiting) {
      const of = told.get(id)
      if (of !== undefined) hear(of)
    }
    isAsking = false
    if (waiting.size > 0) askAfter([...waiting].reduce((least, { pauseMs }) => Math.min(least, pauseMs), Infinity))
  }
}
