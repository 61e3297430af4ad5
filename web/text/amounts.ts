const number = (digits: number) => new Intl.NumberFormat('en', { maximumFractionDigits: digits })

/** A number of bytes as people say it: `812 kB`, `1.4 MB` (powers of 1000). */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const [amount, unit] = bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${number(amount < 10 ? 1 : 0).format(amount)} ${unit}`
}

/** A limit of bytes: rounded down, so that what has so many is within it. */
export function limitText(bytes: number): string {
  const unit = bytes >= 1_000_000 ? 1_000_000 : 1
  return bytesText(Math.floor(bytes / unit) * unit)
}

/** Two sides in pixels: `640 × 480`. */
export function sidesText({ width, height }: { width: number; height: number }): string {
  return `${width} × ${height}`
}

/** A duration given in milliseconds: `8 ms`, `1.2 s`, `3 min 20 s`. */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${number(ms < 10 ? 1 : 0).format(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** How much less or more the second amount is: `75 % less`, `20 % more`, `about the same`. */
export function changeText(before: number, after: number): string {
  const percent = Math.round((after / before - 1) * 100)
  if (!Number.isFinite(percent) || percent === 0) return 'about the same'
  if (percent >= 200) return `${number(1).format(after / before)} times as much`
  return `${Math.abs(percent)} % ${percent < 0 ? 'less' : 'more'}`
}
