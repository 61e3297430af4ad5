/** How a history is played: recorded milliseconds are this many on the page; 0 is one step a second, whatever was recorded. */
export const SPEEDS = [
  { name: 'A step a second', stretch: 0 },
  { name: '100 times slower', stretch: 100 },
  { name: '10 times slower', stretch: 10 },
  { name: 'As recorded', stretch: 1 },
] as const

/** No step comes sooner or later than that after the one before it, in milliseconds: it could not be seen, or awaited. */
const SOONEST_MS = 40
const LATEST_MS = 4_000
const EVEN_MS = 1_000

/** How long the page waits before a step. @param recordedMs the recorded time since the step before */
export function pauseMs(recordedMs: number, stretch: number): number {
  return stretch === 0 ? EVEN_MS : Math.min(LATEST_MS, Math.max(SOONEST_MS, recordedMs * stretch))
}
