import { useEffect, useState } from 'preact/hooks'
import type { Operation } from '../api/operation.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { followOperation } from './follow-operation.ts'

/** What the page knows of the operation that it shows. */
export interface Followed {
  readonly id: string
  /** Undefined until the first answer. */
  readonly operation?: Operation
  /** Why it cannot be followed. */
  readonly problem?: Problem
  /** Whether the connection is lost, and being tried again. */
  readonly isInterrupted?: boolean
}

/** Follows the operation with this ID, live, until it has ended. Undefined without an ID. */
export function useOperation(id: string | undefined): Followed | undefined {
  const [followed, setFollowed] = useState<Followed>()
  useEffect(() => {
    if (id === undefined) return
    const stop = new AbortController()
    const follower = {
      onOperation: (operation: Operation) => setFollowed({ id, operation }),
      onInterruption: () => setFollowed((known) => ({ ...(known?.id === id ? known : { id }), isInterrupted: true })),
    }
    followOperation(id, follower, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) setFollowed({ id, problem: problemOf(error) })
    })
    return () => stop.abort()
  }, [id])
  if (id === undefined) return undefined
  return followed?.id === id ? followed : { id }
}
