import { catalogue } from '../../src/errors/catalogue.ts'
import type { Operation, OperationEvent, ResizeOptions, Status } from '../api/operation.ts'
import type { Problem } from '../api/problem.ts'
import type { Batch } from '../history/history.ts'
import type { ChosenPicture } from '../source/chosen-picture.ts'

/** What was asked of a picture. */
export interface Asked {
  readonly options: ResizeOptions
  /** Names the request, so that trying again after a lost answer makes no second operation. */
  readonly key: string
  readonly batch: Batch
}

/** One picture of the list, from its choice to its result. */
export interface Entry {
  readonly key: number
  readonly name: string
  /** Its bytes; undefined when they are not here: the page was opened anew. */
  readonly blob: Blob | undefined
  /** An operation that keeps its bytes. */
  readonly sourceId: string | undefined
  /** What of it can be shown; undefined while it is being opened. */
  readonly picture: ChosenPicture | undefined
  /** Undefined until it was asked for something. */
  readonly asked: Asked | undefined
  /** On its way to the service: waiting for its turn, or being sent. */
  readonly sending: 'waiting' | 'sending' | undefined
  /** Its operation's ID, once it was accepted. */
  readonly id: string | undefined
  /** Undefined until the first answer. */
  readonly operation: Operation | undefined
  /** What has happened to it; the operation is the fold of these. */
  readonly events: readonly OperationEvent[]
  /** Why it was not taken, or cannot be followed. */
  readonly problem: Problem | undefined
  /** Whether the connection is lost, and being tried again. */
  readonly isInterrupted: boolean
}

/** An entry of which nothing is known but its name. */
export function newEntry(key: number, name: string): Entry {
  const nothing = { picture: undefined, asked: undefined, sending: undefined, id: undefined, operation: undefined }
  return {
    key,
    name,
    blob: undefined,
    sourceId: undefined,
    ...nothing,
    events: [],
    problem: undefined,
    isInterrupted: false,
  }
}

/** How far an entry is. `accepted`: there is an operation, of which nothing has been heard yet. */
export type Progress = 'chosen' | 'waiting' | 'sending' | 'refused' | 'accepted' | Status

export function progressOf({ sending, problem, id, operation }: Entry): Progress {
  if (sending) return sending
  if (problem) return 'refused'
  return operation?.status ?? (id === undefined ? 'chosen' : 'accepted')
}

/** What went wrong with an entry: it was not taken, or its operation failed. */
export function problemOfEntry({ problem, operation, sending }: Entry): Problem | undefined {
  if (sending) return undefined
  if (problem) return problem
  if (operation?.status !== 'failed') return undefined
  const { code, detail } = operation.error ?? { code: 'internal' }
  return { code, title: catalogue[code].sentence, ...(detail && { detail }), retryable: false }
}

/** How many entries of a list came how far: what is said of the whole list. */
export function countProgress(entries: readonly Entry[]) {
  const count = (...wanted: Progress[]) => entries.filter((entry) => wanted.includes(progressOf(entry))).length
  return {
    completed: count('completed'),
    failed: count('refused', 'failed'),
    underway: count('waiting', 'sending', 'accepted', 'queued', 'running'),
  }
}
