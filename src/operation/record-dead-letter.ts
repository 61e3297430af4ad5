import { type DeadLetter, isSamePosition } from './event.ts'
import type { OperationStore } from './ports.ts'
import { carryOut, findOperation } from './transition.ts'

/** What became of a dead letter: it stands in the history now, or did before; or the operation has ended without it. */
export type DeadLetterOutcome = 'recorded' | 'known' | 'ended'

/** Records in an operation's history that a message of it was given up. */
export type RecordDeadLetter = (id: string, deadLetter: DeadLetter) => Promise<DeadLetterOutcome>

/**
 * The use case behind a dead-letter topic. A dead letter is recorded once, however often and by however many it is brought:
 * it is told by where it stands. An operation that has ended is left alone, nothing but expiry or erasure comes behind an end.
 *
 * The promise rejects with Failure `operation-not-found` or `store-unavailable`.
 */
export function createRecordDeadLetter(store: OperationStore): RecordDeadLetter {
  return async (id, deadLetter) => {
    for (;;) {
      const found = await findOperation(store, id)
      // Read behind the row, so that what the row knows is in it: the write below is refused if there is more.
      const events = await store.readEvents(id)
      const isKnown = events.some(
        (event) => event.type === 'dead-lettered' && isSamePosition(event.letter, deadLetter.letter),
      )
      if (isKnown) return 'known'
      const done = await carryOut(store, found, { type: 'dead-letter', ...deadLetter })
      if (done) return 'happened' in done ? 'recorded' : 'ended'
    }
  }
}
