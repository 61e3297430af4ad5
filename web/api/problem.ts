import type { ErrorCode } from '../../src/errors/catalogue.ts'

/** Why a call did not do what was asked: the API's problem+json (RFC 9457), or what the browser could not do. */
export interface Problem {
  readonly code: ErrorCode | 'unreachable' | 'picture-unreadable'
  readonly title: string
  readonly detail?: string
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
}

/** The error that the calls of the API throw. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** The problem of an answer that is not a success, also when something between here and the API wrote it. */
export async function readProblem(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  if (isProblem) return await response.json()
  return {
    code: 'internal',
    title: `The service answered ${response.status} ${response.statusText}`.trim(),
    retryable: response.status >= 500,
  }
}

/** The service gave no answer at all. */
export const unreachable: Problem = {
  code: 'unreachable',
  title: 'The service cannot be reached.',
  retryable: true,
}

/** The picture is not where it was chosen any more, or not what it was. */
export const unreadable: Problem = {
  code: 'picture-unreadable',
  title: 'The picture cannot be read any more.',
  retryable: false,
}

/** The problem in whatever a call has thrown. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : unreachable
}
