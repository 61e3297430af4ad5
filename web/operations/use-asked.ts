import { useEffect, useState } from 'preact/hooks'
import { type Problem, problemOf } from '../api/problem.ts'

/** The last answer to a question that is asked again and again, and why there is no newer one. */
export interface Asked<T> {
  readonly answer: T | undefined
  readonly problem: Problem | undefined
}

/**
 * Asks at once and then every `everyMs` milliseconds while the page is seen. After a refusal that will not pass it asks no
 * more, until `again` is another one.
 */
export function useAsked<T>(ask: (signal: AbortSignal) => Promise<T>, everyMs: number, again: unknown): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ answer: undefined, problem: undefined })
  useEffect(() => {
    const stop = new AbortController()
    const go = async () => {
      while (!stop.signal.aborted) {
        if (!document.hidden) {
          try {
            const answer = await ask(stop.signal)
            if (!stop.signal.aborted) setAsked({ answer, problem: undefined })
          } catch (error) {
            if (stop.signal.aborted) return
            const problem = problemOf(error)
            setAsked(({ answer }) => ({ answer, problem }))
            if (!problem.retryable) return
          }
        }
        await new Promise((resolve) => setTimeout(resolve, everyMs))
      }
    }
    void go()
    return () => stop.abort()
  }, [again, everyMs])
  return asked
}
