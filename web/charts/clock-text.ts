/** A time of day, with seconds where slices are shorter than a minute. */
export function clockText(time: number, sliceMs: number): string {
  const seconds = sliceMs < 60_000 ? ({ second: '2-digit' } as const) : {}
  return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...seconds })
}
