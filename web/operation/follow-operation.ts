import pLimit from 'p-limit'
import { readEvents } from '../api/calls.ts'
import { operationOf } from '../api/events.ts'
import { hasEnded, type Operation, type OperationEvent } from '../api/operation.ts'
import { type Problem, problemOf } from '../api/problem.ts'

/** How the follower tells what it learns. */
export interface Follower {
  readonly onOperation: (operation: Operation, events: readonly OperationEvent[]) => void
  /** Something failed that may pass: it is tried again. */
  readonly onInterruption: (problem: Problem) => void
}

/**
 * It asks again and again instead of waiting in a call: all tabs of a browser share six connections to the service, and
 * twenty operations that each hold one would leave none to send pictures through. The pauses grow, in milliseconds.
 */
const FIRST_PAUSE_MS = 80
const LONGEST_PAUSE_MS = 800
const LONGEST_INTERRUPTED_PAUSE_MS = 10_000

/** So many calls at the same time, for all operations. */
const asking = pLimit(2)

/**
 * Follows an operation until it has ended, over lost connections too.
 * @throws ProblemError when the operation cannot be followed, or what the signal was aborted with
 */
export async function followOperation(id: string, follower: Follower, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  let longestMs = LONGEST_PAUSE_MS
  for (;;) {
    try {
      const events = await asking(() => readEvents(id, signal))
      const operation = operationOf(events)
      if (operation) follower.onOperation(operation, events)
      if (operation && hasEnded(operation.status)) return
      longestMs = LONGEST_PAUSE_MS
    } catch (error) {
      const problem = problemOf(error)
      if (signal.aborted || !problem.retryable) throw error
      follower.onInterruption(problem)
      longestMs = LONGEST_INTERRUPTED_PAUSE_MS
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    signal.throwIfAborted()
    pauseMs = Math.min(pauseMs * 1.5, longestMs)
  }
}
