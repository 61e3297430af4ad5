/** Deflated bytes that lie in several pieces, read one after another. */
export interface DeflatedInput {
  /** Copies the next bytes, as many as are left or fit in. @returns how many */
  fill(target: Uint8Array): number
  /** Whether everything was read. */
  isAtEnd(): boolean
}

export function createDeflatedInput(pieces: readonly Uint8Array[]): DeflatedInput {
  const waiting = pieces.filter(({ length }) => length > 0)[Symbol.iterator]()
  const next = (): Uint8Array | undefined => waiting.next().value
  let piece = next()
  return {
    fill(target) {
      let filled = 0
      while (piece && filled < target.length) {
        const part = piece.subarray(0, target.length - filled)
        target.set(part, filled)
        filled += part.length
        piece = part.length < piece.length ? piece.subarray(part.length) : next()
      }
      return filled
    },
    isAtEnd: () => piece === undefined,
  }
}
