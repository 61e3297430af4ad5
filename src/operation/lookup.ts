import type { Operation } from './operation.ts'
import type { OperationStore } from './ports.ts'

/** How a picture was found: as the very bytes of a result, or as the same pixels in other bytes. */
export type Match = 'digest' | 'pixels'

/** What is looked for: a digest of bytes and, where no result has that, one of pixels. */
export interface Wanted {
  readonly digest: string
  /** Undefined when no result can have these pixels. */
  readonly pixelDigest: () => Promise<string | undefined>
}

/** The operations that made a picture, the newest first; none when none is known. */
export type Lookup = (wanted: Wanted) => Promise<{ match: Match; operations: Operation[] } | undefined>

/** More operations than these made nothing that anybody reads about. */
const MOST = 100

/** The lookup use case: by the result's bytes, else by its pixels. What was erased is not found. */
export function createLookup(store: OperationStore): Lookup {
  return async ({ digest, pixelDigest }) => {
    const exact = await store.findByResult('digest', digest, MOST)
    if (exact.length > 0) return { match: 'digest', operations: exact }
    const pixels = await pixelDigest()
    const same = pixels === undefined ? [] : await store.findByResult('pixels', pixels, MOST)
    return same.length > 0 ? { match: 'pixels', operations: same } : undefined
  }
}
