import { createWatched, type Watched } from '../frame/watched.ts'
import { type Entry, newEntry } from './entry.ts'

/** The entries of a list, by their keys. */
export interface Entries extends Watched<readonly Entry[]> {
  find(key: number): Entry | undefined
  /** Changes an entry, if it is still on the list. */
  change(key: number, changes: Partial<Entry>): void
  /** An entry that is not on the list yet. */
  create(name: string): Entry
}

/** No entries. */
export function createEntries(): Entries {
  const watched = createWatched<readonly Entry[]>([])
  let lastKey = 0
  return {
    ...watched,
    find: (key) => watched.get().find((entry) => entry.key === key),
    change: (key, changes) =>
      watched.set(watched.get().map((entry) => (entry.key === key ? { ...entry, ...changes } : entry))),
    create: (name) => newEntry(++lastKey, name),
  }
}
