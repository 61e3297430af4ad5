/** How a command ends; documented in docs/command-line.md. */
export const EXIT = {
  done: 0,
  /** An operation failed: its picture can never be resized. */
  failed: 1,
  /** The command is not one that there is. */
  usage: 2,
  /** The service refused what was asked. */
  refused: 3,
  /** The service cannot be reached, or cannot do it now: the same command may succeed later. */
  unavailable: 4,
  /** The service knows nothing of it. */
  notFound: 5,
} as const

/** Ends a command, with a sentence for people and, where the service gave one, its problem for programs. */
export class CommandError extends Error {
  readonly exitCode: number
  readonly problem: unknown

  constructor(exitCode: number, message: string, problem?: unknown) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
    this.problem = problem
  }
}
