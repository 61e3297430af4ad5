/** Divisors of a block's 64 coefficients, rows from the top, left to right. */
export interface JpegQuantization {
  readonly luma: readonly number[]
  readonly chroma: readonly number[]
}

/** ITU-T T.81, tables K.1 and K.2. */
const LUMA = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat()
const CHROMA = [
  [17, 18, 24, 47, 99, 99, 99, 99],
  [18, 21, 26, 66, 99, 99, 99, 99],
  [24, 26, 56, 99, 99, 99, 99, 99],
  [47, 66, 99, 99, 99, 99, 99, 99],
  ...Array.from({ length: 4 }, () => Array.from({ length: 8 }, () => 99)),
].flat()

/** The largest divisor that a baseline JPEG can have. */
const LARGEST = 255

/**
 * The tables of the standard, scaled as the Independent JPEG Group does and everybody after it: so a quality means the
 * same here as elsewhere.
 * @param quality 1 to 100
 */
export function jpegQuantization(quality: number): JpegQuantization {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality
  const scale = (table: readonly number[]) =>
    table.map((divisor) => Math.max(1, Math.min(LARGEST, Math.floor((divisor * percent + 50) / 100))))
  return { luma: scale(LUMA), chroma: scale(CHROMA) }
}

/** For each place in the zigzag, the coefficient's place in its block (ITU-T T.81, figure A.6). */
export const ZIGZAG: readonly number[] = Array.from({ length: 64 }, (_, place) => place).sort((one, other) => {
  const [diagonal, otherDiagonal] = [diagonalOf(one), diagonalOf(other)]
  if (diagonal !== otherDiagonal) return diagonal - otherDiagonal
  // Upwards along the even diagonals, downwards along the odd ones.
  return diagonal % 2 === 0 ? other - one : one - other
})

function diagonalOf(place: number): number {
  return (place >> 3) + (place & 7)
}
