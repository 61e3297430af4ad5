import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Message } from '../topic.ts'

/** What a reader of one partition needs. */
export interface PartitionReaderOptions {
  /** The offset to begin at. */
  readonly from: number
  /** The next messages at or behind an offset; empty at the end of the partition. */
  read(from: number): Message[]
  receive(messages: readonly Message[]): Promise<void>
  /** Told when `read` or `receive` threw; the reader has ended then. */
  broken(error: unknown): void
}

/** A running reader. */
export interface PartitionReader {
  /** New messages may be there: read on, if the reader sleeps. */
  wake(): void
  /** No `receive` begins afterwards. */
  stop(): void
}

/** Reads a partition from an offset on, one `receive` after the other, and sleeps without a timer at its end. */
export function startPartitionReader(options: PartitionReaderOptions): PartitionReader {
  let stopped = false
  let wake: (() => void) | undefined

  const run = async (): Promise<void> => {
    let position = options.from
    // A turn of the event loop between two reads: both are synchronous, and others want to run as well.
    for (await nextTurn(); !stopped; await nextTurn()) {
      const messages = options.read(position)
      const last = messages.at(-1)
      if (last) {
        await options.receive(messages)
        position = last.offset + 1
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }

  run().catch((error) => {
    if (!stopped) options.broken(error)
  })

  return {
    wake: () => wake?.(),
    stop() {
      stopped = true
      wake?.()
    },
  }
}
