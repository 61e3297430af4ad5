/** GIF knows no half transparent pixels: from here on one is opaque, below it is fully transparent. */
const VISIBLE_ALPHA = 128

/** Whether the pixel whose four samples begin at `at` is seen in a GIF. */
export const isVisible = (data: Uint8Array, at: number): boolean => (data[at + 3] ?? 0) >= VISIBLE_ALPHA
