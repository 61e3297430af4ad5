import type { ErrorCode } from '../../errors/catalogue.ts'
import type { RestartCause } from '../engine.ts'
import { VERDICTS } from './messages.ts'

/** What is known about a child process that has ended. */
export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What its watchdog wrote before it ended the process; empty when something else did. */
  readonly verdict: string
  /** The last lines of its standard error. */
  readonly stderr: string
}

/** Why a child ended by itself: its watchdog's word, V8's last words, or nobody knows. */
export function causeOfEnd({ verdict, stderr }: ChildEnd): RestartCause {
  const known = VERDICTS.find((candidate) => candidate === verdict)
  if (known) return known
  return /heap out of memory|allocation failed|OOM error/i.test(stderr) ? 'out-of-memory' : 'crashed'
}

/** For the log: what there is to say about the end of a child. */
export function describeEnd({ code, signal, stderr }: ChildEnd): string {
  const how = signal ? `by ${signal}` : `with exit code ${code}`
  return stderr === '' ? `The child process ended ${how}.` : `The child process ended ${how}: ${stderr.trim()}`
}

/** The error code of the picture that a child was working on when it ended. */
export const CODE_OF_CAUSE: Readonly<Record<RestartCause, ErrorCode>> = {
  'timed-out': 'engine-timed-out',
  starved: 'engine-starved',
  'out-of-memory': 'engine-out-of-memory',
  crashed: 'engine-crashed',
  'boot-failed': 'engine-crashed',
  aborted: 'shutting-down',
  recycled: 'engine-crashed',
}
