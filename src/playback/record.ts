import type { PartName } from './models/part-name.ts'

/** What can happen in a sandbox. */
export type Happened =
  /** An operation is handed in. */
  | 'submitted'
  /** A message is in the topic. */
  | 'message'
  /** A message was handed to a part. */
  | 'delivery'
  /** A command goes to the gateway, and its answer is there, whatever it says. */
  | 'command'
  | 'reply'
  /** A call of the store that changes nothing, and one that may. */
  | 'read'
  | 'write'
  /** The truth knows the end of an operation; where it is another thing than what is read, it comes before `ended`. */
  | 'decided'
  /** Who asks is told the end. */
  | 'ended'
  /** A part was ended in the middle of its work, and began again. It is about no operation, for it concerns all in hand. */
  | 'part-ended'
  | 'part-began'

/** One thing that happened. */
export interface Entry {
  /** Milliseconds since the model began. */
  readonly at: number
  readonly part: PartName
  readonly happened: Happened
  /** The sandbox's ID of the operation, where it is about one. */
  readonly operation: string | undefined
  /** Of a message, of the body of a command or a reply, or of the pictures of a store call. */
  readonly bytes: number
  /** The topic, the step that is commanded, or the method of the store. */
  readonly name: string
}

/** Takes down what happens in a sandbox, in order. */
export interface Recorder {
  note(entry: Pick<Entry, 'part' | 'happened'> & Partial<Entry>): void
  entries(): readonly Entry[]
  /** The first end of each operation so far. */
  endedCount(): number
  hasEnded(operation: string): boolean
  /** Resolves with the next end, or after a time in milliseconds. */
  nextEnd(withinMs: number): Promise<void>
}

/** A recorder whose time begins now. @param clock milliseconds that only grow */
export function createRecorder(clock: () => number): Recorder {
  const begun = clock()
  const entries: Entry[] = []
  const ended = new Set<string>()
  let waiting: (() => void)[] = []

  return {
    note(entry) {
      entries.push({ operation: undefined, bytes: 0, name: '', ...entry, at: clock() - begun })
      if (entry.happened !== 'ended' || entry.operation === undefined) return
      ended.add(entry.operation)
      for (const wake of waiting.splice(0)) wake()
    },
    entries: () => entries,
    endedCount: () => ended.size,
    hasEnded: (operation) => ended.has(operation),
    nextEnd: (withinMs) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          waiting = waiting.filter((other) => other !== done)
          resolve()
        }
        const timer = setTimeout(done, withinMs)
        waiting.push(done)
      }),
  }
}
