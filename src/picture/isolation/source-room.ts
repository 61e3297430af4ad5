/** Sources up to so many bytes share memory; a longer one, and few are, gets its own. */
const KEPT_BYTES = 32 * 1024 * 1024

/** Gives memory for one source after the other; what it gave before must not be in use any more. */
export type SourceRoom = (length: number) => Buffer

/**
 * Memory that is used again for every source: new memory costs a page fault for every 4 KiB, which takes longer than to
 * bring the bytes in. What the last source leaves behind the end of a shorter one is cleared.
 * @param mostBytes that a source may have
 */
export function createSourceRoom(mostBytes: number): SourceRoom {
  // Nothing of it takes memory before it is used.
  const kept = Buffer.alloc(Math.min(mostBytes, KEPT_BYTES))
  let used = 0
  return (length) => {
    if (length > kept.length) return Buffer.alloc(length)
    if (length < used) kept.fill(0, length, used)
    used = length
    return kept.subarray(0, length)
  }
}
