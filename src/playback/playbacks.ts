import type { Logger } from 'pino'
import { Failure } from '../errors/failure.ts'
import { newId } from '../operation/new-id.ts'
import { OPERATION_ID } from '../operation/operation.ts'
import type { RunStore } from './ports.ts'
import type { PlaybackRequest } from './request.ts'
import { announced, ended, isOver, newRun, type Run } from './run.ts'

/** Asking for runs, looking at them, cancelling them. */
export interface Playbacks {
  /**
   * Keeps a run durably and writes its message.
   * @throws Failure `playbacks-waiting`, `playback-too-large`, `store-unavailable`, `topic-unavailable`
   */
  request(request: PlaybackRequest): Promise<Run>
  /** @throws Failure `playback-not-found`, `store-unavailable` */
  find(id: string): Promise<Run>
  /** Cancels a run; whoever works on it notices within a moment. One that is over stays as it is. @throws as `find` */
  cancel(id: string): Promise<Run>
}

interface PlaybacksDependencies {
  readonly runs: RunStore
  readonly now: () => Promise<number>
  /** Writes a run's message, as that of an operation is written. @throws Failure `topic-unavailable` */
  readonly announce: (run: string) => Promise<unknown>
  readonly rules: { readonly maxWaiting: number; readonly maxOperations: number }
  readonly logger: Logger
}

/** The use cases of who asks for runs. */
export function createPlaybacks({ runs, now, announce, rules, logger }: PlaybacksDependencies): Playbacks {
  return {
    async request(request) {
      if (Array.isArray(request.operations) && request.operations.length > rules.maxOperations) {
        throw new Failure('playback-too-large', { detail: `At most ${rules.maxOperations} operations are allowed.` })
      }
      const open = await runs.findOpen(rules.maxWaiting)
      if (open.length >= rules.maxWaiting) throw new Failure('playbacks-waiting')
      const run = newRun(newId(), request, await now())
      await runs.create(run)
      // The row is the truth: a topic that is down refuses nothing, the sweep writes the message later.
      await announceRun({ runs, announce }, run).catch((error: unknown) => {
        logger.warn({ playback: run.id, err: error }, 'no message yet, the sweep will write it')
      })
      return run
    },

    find: async (id) => (await findRun(runs, id)).run,

    async cancel(id) {
      for (;;) {
        const { run, now } = await findRun(runs, id)
        if (isOver(run)) return run
        const cancelled = ended(run, 'cancelled', now)
        if (await runs.update(cancelled)) return cancelled
      }
    },
  }
}

/**
 * Writes a run's message and marks it. The mark may be lost, never the message: a run that is worked on, or over, takes
 * none.
 * @throws Failure `topic-unavailable`, `store-unavailable`
 */
export async function announceRun(
  { runs, announce }: Pick<PlaybacksDependencies, 'runs' | 'announce'>,
  { id }: Run,
): Promise<void> {
  await announce(id)
  const { run, now } = await findRun(runs, id)
  await runs.update(announced(run, now))
}

/** A run and the store's clock. @throws Failure `playback-not-found`, `store-unavailable` */
export async function findRun(runs: RunStore, id: string): Promise<{ run: Run; now: number }> {
  const found = OPERATION_ID.test(id) ? await runs.find(id) : undefined
  if (!found) throw new Failure('playback-not-found')
  return found
}
