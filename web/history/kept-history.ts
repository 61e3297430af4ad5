import type { Operation } from '../api/operation.ts'
import { createWatched, type Watched } from '../frame/watched.ts'
import { type Remembered, readHistory, remember, witness } from './history.ts'

const PLACE = 'picture-resize.history'

/** The history of this browser, shared by all of its tabs. */
export interface KeptHistory extends Pick<Watched<readonly Remembered[]>, 'get' | 'watch'> {
  remember(entry: Remembered): void
  witness(operation: Operation): void
  forget(id: string): void
  clear(): void
}

/** Keeps the history in the browser's local storage. A browser that keeps nothing has one as long as the page is open. */
export function openHistory(): KeptHistory {
  const watched = createWatched<readonly Remembered[]>(read() ?? [])
  // Another tab has written.
  addEventListener('storage', ({ key }) => {
    if (key === PLACE || key === null) watched.set(read() ?? [])
  })
  // From what is kept now, not from what this tab knows: another one may have just written.
  const change = (next: (history: readonly Remembered[]) => readonly Remembered[]) => {
    const changed = next(read() ?? watched.get())
    watched.set(changed)
    try {
      localStorage.setItem(PLACE, JSON.stringify(changed))
    } catch {
      // Full, or forbidden: then it lasts as long as the page.
    }
  }
  return {
    get: watched.get,
    watch: watched.watch,
    remember: (entry) => change((history) => remember(history, entry)),
    witness: (operation) => change((history) => witness(history, operation)),
    forget: (id) => change((history) => history.filter((entry) => entry.id !== id)),
    clear: () => change(() => []),
  }
}

function read(): Remembered[] | undefined {
  try {
    return readHistory(localStorage.getItem(PLACE))
  } catch {
    return undefined
  }
}
