/** The messages of one partition that are on their way, in the order of their offsets. */
export interface CommitWindow {
  /** How many messages have begun and are not yet behind the commit. */
  readonly size: number
  /** A message begins. Offsets must rise; they may leave gaps. @throws RangeError when they do not rise */
  begin(offset: number): void
  /**
   * A message is settled: its functions are done with it or it was written to another topic. Gives the highest offset
   * with nothing unsettled before it, if it has moved; only that may be committed.
   */
  settle(offset: number): number | undefined
}

/** An empty window. */
export function createCommitWindow(): CommitWindow {
  const settledByOffset = new Map<number, boolean>()
  let last = -1

  return {
    get size() {
      return settledByOffset.size
    },
    begin(offset) {
      if (offset <= last) throw new RangeError(`offset ${offset} begins after offset ${last}`)
      last = offset
      settledByOffset.set(offset, false)
    },
    settle(offset) {
      if (settledByOffset.has(offset)) settledByOffset.set(offset, true)
      let committable: number | undefined
      // A map keeps the order of insertion, so its first entries are the lowest offsets.
      for (const [candidate, settled] of settledByOffset) {
        if (!settled) break
        settledByOffset.delete(candidate)
        committable = candidate
      }
      return committable
    },
  }
}
