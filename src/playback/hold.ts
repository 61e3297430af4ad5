import type { Logger } from 'pino'
import { Failure, hasCode } from '../errors/failure.ts'
import { findRun } from './playbacks.ts'
import type { RunStore } from './ports.ts'
import { advanced, claimed, isOver, type Progress, type Run } from './run.ts'

/** How long a run is held without a sign of life, and how often one is given. Milliseconds. */
const LEASE_MS = 15_000
const SIGN_OF_LIFE_MS = 500

/** A worker's hold on a run, fenced by the number of the attempt. */
export interface Hold {
  /** The run when it was taken up. */
  readonly run: Run
  /** Aborted when the hold is lost: the run was cancelled, or somebody else has taken it up. */
  readonly lost: AbortSignal
  /** What the next sign of life tells. */
  tell(progress: Progress): void
  /** Changes the run as long as it is held. @throws Failure `playback-running` when it is no more */
  change(next: (run: Run, now: number) => Run): Promise<void>
  /** Changes it, and goes on holding it. @throws as `change` */
  advance(change: (run: Run) => Partial<Run>): Promise<void>
  /** Gives no more signs of life. */
  end(): void
}

/**
 * Takes a run up and shows at intervals that it is worked on.
 * @returns the hold; or the run when it is over; or `busy` when somebody else holds it
 * @throws Failure `playback-not-found`, `store-unavailable`
 */
export async function takeHold(
  { runs, worker, logger }: { runs: RunStore; worker: string; logger: Logger },
  id: string,
): Promise<Hold | Run | 'busy'> {
  const taken = await take()
  if (taken === 'busy' || isOver(taken)) return taken
  const lost = new AbortController()
  let progress: Progress | null = null

  const change: Hold['change'] = async (next) => {
    for (;;) {
      const { run, now } = await findRun(runs, id)
      if (isOver(run) || run.attempts !== taken.attempts) {
        throw new Failure('playback-running', { message: 'the hold on the run is lost' })
      }
      if (await runs.update(next(run, now))) return
    }
  }
  const advance: Hold['advance'] = (wanted) => change((run, now) => advanced(run, wanted(run), LEASE_MS, now))

  const timer = setInterval(() => {
    advance(() => ({ progress })).catch((error: unknown) => {
      if (hasCode(error, 'playback-running')) lost.abort(error)
      else logger.warn({ playback: id, err: error }, 'no sign of life given')
    })
  }, SIGN_OF_LIFE_MS)

  return {
    run: taken,
    lost: lost.signal,
    tell(present) {
      progress = present
    },
    change,
    advance,
    end: () => clearInterval(timer),
  }

  async function take(): Promise<Run | 'busy'> {
    for (;;) {
      const { run, now } = await findRun(runs, id)
      if (isOver(run)) return run
      const next = claimed(run, worker, LEASE_MS, now)
      if (!next) return 'busy'
      if (await runs.update(next)) return next
    }
  }
}
