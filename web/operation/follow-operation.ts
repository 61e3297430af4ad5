import { findOperation } from '../api/calls.ts'
import { hasEnded, type Operation } from '../api/operation.ts'
import { type Problem, problemOf } from '../api/problem.ts'

/** How the follower tells what it learns. */
export interface Follower {
  readonly onOperation: (operation: Operation) => void
  /** Something failed that may pass: it is tried again. */
  readonly onInterruption: (problem: Problem) => void
}

/** A wait ends only with the operation, so a short one while it is queued shows soon that it is running. */
const WAIT_SECONDS = { queued: 1, running: 20 }
const LONGEST_PAUSE_MS = 10_000

/**
 * Follows an operation until it has ended, over lost connections too.
 * @throws ProblemError when the operation cannot be followed, or what the signal was aborted with
 */
export async function followOperation(id: string, follower: Follower, signal: AbortSignal): Promise<void> {
  let waitSeconds = 0
  let pauseMs = 500
  for (;;) {
    try {
      const operation = await findOperation(id, waitSeconds, signal)
      follower.onOperation(operation)
      if (hasEnded(operation.status)) return
      waitSeconds = operation.status === 'running' ? WAIT_SECONDS.running : WAIT_SECONDS.queued
      pauseMs = 500
    } catch (error) {
      const problem = problemOf(error)
      if (signal.aborted || !problem.retryable) throw error
      follower.onInterruption(problem)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      signal.throwIfAborted()
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
}
