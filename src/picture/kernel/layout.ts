/** Addresses for what a call keeps in the kernel's memory. */
export interface Layout {
  /** Sets bytes aside, at a multiple of 64, and after them what the kernel may read or write too much. */
  reserve(bytes: number): number
  /** What has been set aside altogether, in bytes. */
  total(): number
}

const LINE = 64

/** The first bytes are the inflater's: `assembly/inflate-state.ts`. */
export const INFLATER_BYTES = 13 * 1024

/** Rounds up to a cache line. */
export const toLines = (bytes: number) => Math.ceil(bytes / LINE) * LINE

export function createLayout(): Layout {
  let end = INFLATER_BYTES
  return {
    reserve(bytes) {
      const at = end
      end = toLines(end + bytes + LINE)
      return at
    },
    total: () => end,
  }
}
