import { adviceFor } from '../api/advice.ts'
import type { Problem } from '../api/problem.ts'
import { WarningIcon } from './icons.tsx'

interface ProblemCardProps {
  readonly problem: Problem
  /** Offered when the same thing may succeed later. */
  readonly onRetry?: (() => void) | undefined
}

/** What went wrong, and what to do about it. */
export function ProblemCard({ problem, onRetry }: ProblemCardProps) {
  return (
    <div class="problem" role="alert">
      <WarningIcon />
      <h3>{problem.title}</h3>
      {problem.detail && <p>{problem.detail}</p>}
      <p class="advice">{adviceFor(problem)}</p>
      {problem.retryable && onRetry && (
        <button type="button" class="secondary" onClick={onRetry}>
          Try again
        </button>
      )}
      <code>{problem.code}</code>
    </div>
  )
}
