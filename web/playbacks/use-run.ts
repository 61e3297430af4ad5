import { useEffect, useState } from 'preact/hooks'
import { isOver } from '../../src/playback/run.ts'
import { playbacks } from '../api/playbacks.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import type { RunBody } from '../api/run.ts'

/** How often a run is asked for while it goes on, in milliseconds. */
const EVERY_MS = 700

/** A run as it was last told, and why there is no newer one. */
export interface FollowedRun {
  readonly run: RunBody | undefined
  readonly problem: Problem | undefined
  cancel(): Promise<void>
}

/** Follows a run until it is over. */
export function useRun(id: string): FollowedRun {
  const [run, setRun] = useState<RunBody>()
  const [problem, setProblem] = useState<Problem>()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const leaving = new AbortController()
    const follow = async () => {
      while (!leaving.signal.aborted) {
        try {
          const told = await playbacks.find(id, leaving.signal)
          setProblem(undefined)
          setRun(told)
          if (isOver(told)) return
        } catch (error) {
          if (leaving.signal.aborted) return
          const found = problemOf(error)
          setProblem(found)
          if (!found.retryable) return
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      }
    }
    void follow()
    return () => leaving.abort()
  }, [id, turn])
  return {
    run,
    problem,
    async cancel() {
      await playbacks.cancel(id).catch((error: unknown) => setProblem(problemOf(error)))
      // Asked anew: what was asked before may answer after the cancelling, and be older.
      setTurn(turn + 1)
    },
  }
}
