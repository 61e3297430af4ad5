import { useEffect, useState } from 'preact/hooks'

/** Milliseconds from `since` (epoch milliseconds) until now, counting on; undefined without `since`. */
export function useElapsed(since: number | undefined): number | undefined {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (since === undefined) return
    setNow(Date.now())
    const ticking = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(ticking)
  }, [since])
  // The clock that wrote `since` may be ahead of this one.
  return since === undefined ? undefined : Math.max(0, now - since)
}
