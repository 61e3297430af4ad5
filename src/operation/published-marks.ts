import type { Logger } from 'pino'
import type { TopicPosition } from './event.ts'
import type { Found, OperationStore } from './ports.ts'
import { carryOut } from './transition.ts'

/**
 * Records that an operation's message was written, or sees to it that it will be.
 * @param found the operation as it is, and the time of its message
 */
export type Mark = (found: Found, position: TopicPosition) => unknown

/** Marks operations as published. */
export interface PublishedMarks {
  /** Marks an operation soon, unless somebody changes it before. */
  readonly mark: Mark
  /** Marks at once what still waits for it: for who ends. */
  flush(): Promise<void>
}

interface MarksDependencies {
  readonly store: OperationStore
  readonly logger: Logger
}

/** Marks an operation before anything else goes on, for who leaves nothing for later. */
export function markAtOnce(store: OperationStore): Mark {
  return (found, position) => carryOut(store, found, { type: 'publish', position })
}

/** Most operations are claimed before, and the claim records their message. Well below `unpublishedAfterMs`. */
const MARK_AFTER_MS = 1_000

/**
 * Marks of messages that were written. Who brings a message records it where it is not yet (ADR 30), so only operations that
 * wait need a mark, by which the sweep knows that they have a message. A mark may be lost: the sweep writes another message then.
 */
export function createPublishedMarks({ store, logger }: MarksDependencies): PublishedMarks {
  let noted: { readonly found: Found; readonly position: TopicPosition; readonly notedAt: number }[] = []
  let timer: NodeJS.Timeout | undefined

  async function markBefore(moment: number): Promise<void> {
    const due = noted.filter(({ notedAt }) => notedAt <= moment)
    noted = noted.slice(due.length)
    timer = noted.length > 0 ? wake() : undefined
    if (due.length === 0) return
    try {
      const revisions = await store.findRevisions(due.map(({ found }) => found.operation.id))
      for (const { found, position } of due) {
        const { id, revision } = found.operation
        if (revisions.get(id) === revision) await carryOut(store, found, { type: 'publish', position })
      }
    } catch (error) {
      logger.warn({ err: error }, 'not marked as published, the sweep will write messages again')
    }
  }

  const wake = () => setTimeout(() => void markBefore(performance.now() - MARK_AFTER_MS), MARK_AFTER_MS).unref()

  return {
    mark(found, position) {
      noted.push({ found, position, notedAt: performance.now() })
      timer ??= wake()
    },
    async flush() {
      clearTimeout(timer)
      await markBefore(Number.POSITIVE_INFINITY)
    },
  }
}
