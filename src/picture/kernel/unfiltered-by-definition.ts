/** Scanlines with what it takes to read them. */
export interface Scanlines {
  readonly bytesPerPixel: number
  readonly rowBytes: number
  readonly rows: number
  readonly scanlines: Uint8Array
}

/** What the kernel's unfilter is measured against: the PNG specification, 9.2 and 9.4, word by word. */
export function unfilteredByDefinition({ scanlines, rowBytes, bytesPerPixel, rows }: Scanlines) {
  const result = new Uint8Array(rowBytes * rows)
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (result[row * rowBytes + column] ?? 0))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rowBytes; column++) {
      const a = at(row, column - bytesPerPixel)
      const b = at(row - 1, column)
      const c = column < bytesPerPixel ? 0 : at(row - 1, column - bytesPerPixel)
      const filter = scanlines[row * (rowBytes + 1)] ?? 0
      const predicted = [0, a, b, Math.floor((a + b) / 2), paeth(a, b, c)][filter] ?? Number.NaN
      result[row * rowBytes + column] = (scanlines[row * (rowBytes + 1) + 1 + column] ?? 0) + predicted
    }
  }
  return result
}

/** Which of its neighbours is nearest to what they let expect (PNG specification, 9.4). */
export function paeth(a: number, b: number, c: number): number {
  const estimate = a + b - c
  const distances = [a, b, c].map((value) => Math.abs(estimate - value))
  return [a, b, c][distances.indexOf(Math.min(...distances))] ?? Number.NaN
}
