import type { Registry } from 'prom-client'
import type { Handler } from './handler.ts'

/** A handler with what its process has to know about it. */
export interface HostedFunction {
  readonly handler: Handler
  /** The longest body of a call. */
  readonly maxBodyBytes: number
  /** The function's own metrics. */
  readonly registry: Registry
  /** Resolves when everything that the handler needs answers; rejects with what does not. */
  ready(): Promise<void>
  /** Takes no new work: what waits inside is given back. Called once, when the process is to end. */
  drain(): void
  /** Closes what the function has open, when nothing is in flight any more. */
  stop(): Promise<void>
  /** Rejects when a part broke that only a new process brings back. */
  readonly ended?: Promise<void>
}
