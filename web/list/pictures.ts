import pLimit from 'p-limit'
import { readPicture } from '../api/calls.ts'
import type { Limits } from '../api/limits.ts'
import type { Wanted } from '../form/wanted.ts'
import type { Watched } from '../frame/watched.ts'
import type { Remembered } from '../history/history.ts'
import type { KeptHistory } from '../history/kept-history.ts'
import { openPicture } from '../source/chosen-picture.ts'
import { createEntries } from './entries.ts'
import { type Entry, progressOf } from './entry.ts'
import { createEntryOperations } from './operations-of-entries.ts'
import { randomKey } from './random-key.ts'

/** The pictures of the page and their operations. They go on whichever view is shown. */
export interface Pictures {
  readonly entries: Pick<Watched<readonly Entry[]>, 'get' | 'watch'>
  /**
   * Puts pictures on the list; after something was asked of those on it, a new list begins.
   * @returns once the first of them has been opened; the others are opened meanwhile
   */
  add(files: Iterable<File>): Promise<void>
  /** The entry of an operation. When it is not on the list, what was sent with it comes back out of the history. */
  restore(id: string): Entry
  /** Fetches the source of an entry that has come back without its picture. */
  fetchSource(key: number): Promise<void>
  /** Asks the same of every picture. */
  resize(wanted: Wanted): void
  /** Sends an entry again, with what was asked of it. */
  retry(key: number): void
  remove(key: number): void
  clear(): void
  /** The operation's pictures were erased. */
  forget(id: string): void
}

interface PicturesParts {
  readonly history: KeptHistory
  readonly limits: Watched<Limits>
}

/** Pictures that are decoded at the same time, to be shown. */
const OPENED_AT_ONCE = 3

/** An empty list. */
export function createPictures({ history, limits }: PicturesParts): Pictures {
  const entries = createEntries()
  const operations = createEntryOperations({ entries, history, limits })
  const opening = pLimit(OPENED_AT_ONCE)
  const openings = new Map<number, Promise<void>>()

  const open = (key: number, blob: Blob, name: string): Promise<void> => {
    const opened = opening(async () => {
      const picture = await openPicture(blob, name)
      if (entries.find(key)) entries.change(key, { picture })
      else picture.release()
      openings.delete(key)
    })
    openings.set(key, opened)
    return opened
  }

  const remove = (key: number) => {
    operations.unfollow(key)
    entries.find(key)?.picture?.release()
    entries.set(entries.get().filter((entry) => entry.key !== key))
  }
  const clear = () => {
    for (const { key } of entries.get()) remove(key)
  }

  return {
    entries,
    async add(files) {
      if (entries.get().some((entry) => progressOf(entry) !== 'chosen')) clear()
      const added = Array.from(files, (blob) => ({ ...entries.create(blob.name), blob }))
      entries.set([...entries.get(), ...added])
      const opened = added.map(({ key, blob, name }) => open(key, blob, name))
      await opened[0]
    },
    restore(id) {
      const known = entries.get().find((entry) => entry.id === id)
      if (known) return known
      clear()
      const remembered = history.get().find((entry) => entry.id === id)
      const together = history.get().filter(({ batch }) => batch.name === remembered?.batch.name)
      const restored = together.toSorted((one, other) => one.batch.place - other.batch.place).map(toEntry)
      const shown = restored.find((entry) => entry.id === id) ?? { ...entries.create(''), id, sourceId: id }
      entries.set(remembered ? restored : [shown])
      for (const entry of entries.get()) if (entry.id !== undefined) operations.follow(entry.key, entry.id)
      return shown
    },
    async fetchSource(key) {
      const { sourceId, name, blob: known, operation } = entries.find(key) ?? {}
      if (sourceId === undefined || known || !operation?.source) return
      // Without its source, an operation is shown all the same.
      const blob = await readPicture(sourceId, 'source').catch(() => undefined)
      if (!blob || entries.find(key)?.sourceId !== sourceId) return
      entries.change(key, { blob })
      await open(key, blob, name || `source.${operation.source.format}`)
    },
    resize(wanted) {
      const name = randomKey()
      for (const [place, { key }] of entries.get().entries()) {
        void operations.ask(key, wanted, { name, place }, openings.get(key))
      }
    },
    retry: (key) => void operations.retry(key),
    remove,
    clear,
    forget(id) {
      history.forget(id)
      for (const { key } of entries.get().filter((entry) => entry.id === id)) {
        operations.unfollow(key)
        entries.change(key, { id: undefined, sourceId: undefined, operation: undefined, events: [], asked: undefined })
      }
    },
  }

  function toEntry({ id, name, options, batch }: Remembered): Entry {
    return { ...entries.create(name), id, sourceId: id, asked: { options, key: randomKey(), batch } }
  }
}
