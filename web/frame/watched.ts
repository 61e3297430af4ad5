import { useLayoutEffect, useState } from 'preact/hooks'

/** A value that others watch: what outlives the components that show it. */
export interface Watched<T> {
  get(): T
  /** Replaces the value; whoever watches is told at once. */
  set(value: T): void
  /** @returns what ends the watching */
  watch(told: (value: T) => void): () => void
}

/** A value to be watched, beginning with `first`. */
export function createWatched<T>(first: T): Watched<T> {
  let current = first
  const watchers = new Set<(value: T) => void>()
  return {
    get: () => current,
    set(value) {
      current = value
      for (const told of watchers) told(value)
    },
    watch(told) {
      watchers.add(told)
      return () => watchers.delete(told)
    },
  }
}

/** The present value, drawn again whenever it is replaced. */
export function useWatched<T>(watched: Pick<Watched<T>, 'get' | 'watch'>): T {
  const [value, setValue] = useState(watched.get)
  useLayoutEffect(() => {
    // It may have been replaced between drawing and watching.
    setValue(() => watched.get())
    return watched.watch((next) => setValue(() => next))
  }, [watched])
  return value
}
