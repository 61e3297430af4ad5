import type { OperationStore } from '../operation/ports.ts'
import type { Run } from './run.ts'

/** Where runs live. All methods throw Failure `store-unavailable` when the store cannot answer now. */
export interface RunStore {
  /** Keeps a new run. To keep the same one again changes nothing. */
  create(run: Run): Promise<void>
  /** A run with the store's clock (epoch milliseconds) at that moment. */
  find(id: string): Promise<{ readonly run: Run; readonly now: number } | undefined>
  /** Writes a run upon the revision before its own; false, nothing written, when that is not what is there. */
  update(run: Run): Promise<boolean>
  /** The runs that are not over, oldest first. */
  findOpen(limit: number): Promise<Run[]>
  /** Forgets the runs that ended this long ago. @returns how many */
  removeOld(endedForMs: number): Promise<number>
}

/** What a mediator keeps: the step at which each operation is. */
export interface WorkflowStore {
  /** Begins at a step; false when the operation has begun. */
  begin(operation: string, step: string): Promise<boolean>
  /** Goes from one step to another; false when the operation is not at the first one. */
  advance(operation: string, from: string, to: string): Promise<boolean>
  /** The step at which an operation is. */
  find(operation: string): Promise<string | undefined>
}

/** The tables in which operations are run again: the live ones' shape, and nothing of their content. */
export interface SandboxStore {
  readonly operations: OperationStore
  readonly workflows: WorkflowStore
  /** Removes everything whose operation's ID begins so. */
  clear(idPrefix: string): Promise<void>
  /** How many operations are there whose ID begins so. */
  count(idPrefix: string): Promise<number>
}

/**
 * Brings a command to whoever takes it, through the gateway. Nothing is known of one that was not answered: it may have been
 * taken.
 * @param signal gives the call up
 * @returns the answer, whatever its status
 * @throws Failure `function-unavailable` when there is none
 */
export type SendCommand = (
  command: Uint8Array,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly body: Uint8Array }>
