import type { Logger } from 'pino'
import { clearSandbox } from './clear-sandbox.ts'
import { announceRun, findRun } from './playbacks.ts'
import { runOfTopic } from './played.ts'
import type { RunStore } from './ports.ts'
import { givenBack, isMessageDue, isOver } from './run.ts'
import type { SandboxParts } from './sandbox/sandbox.ts'

const BATCH = 100

/**
 * Repairs what a crash or an outage left of runs, and forgets old ones.
 * `workersAreDead`: nobody else works on this store, so every hold is given back.
 */
export type SweepRuns = (options?: { workersAreDead?: boolean }) => Promise<void>

interface SweepRunsDependencies extends Pick<SandboxParts, 'topics' | 'store' | 'requests'> {
  readonly runs: RunStore
  /** Writes a run's message. @throws Failure `topic-unavailable` */
  readonly announce: (run: string) => Promise<unknown>
  readonly retentionMs: number
  readonly logger: Logger
}

/** The sweep use case of runs. Any number may run at once; a run that one cannot repair does not stop it. */
export function createSweepRuns(parts: SweepRunsDependencies): SweepRuns {
  const { runs, topics, requests, retentionMs, logger } = parts
  return async ({ workersAreDead = false } = {}) => {
    for (const { id } of await runs.findOpen(BATCH)) {
      try {
        await repair(id, workersAreDead)
      } catch (error) {
        logger.warn({ playback: id, err: error }, 'not repaired in this sweep')
      }
    }
    await removeLeftovers()
    await runs.removeOld(retentionMs)
  }

  async function repair(id: string, workersAreDead: boolean): Promise<void> {
    const { run, now } = await findRun(runs, id)
    if (workersAreDead && run.claim) await runs.update(givenBack(run))
    else if (isMessageDue(run, now)) await announceRun(parts, run)
  }

  /**
   * What a run left whose process was killed, and which was cancelled before it was taken up again. Topics of another system
   * on the same log are not touched: of its runs nothing is known here.
   */
  async function removeLeftovers(): Promise<void> {
    const ids = new Set((await topics.list()).flatMap((topic) => runOfTopic(requests, topic) ?? []))
    for (const id of ids) {
      const found = await runs.find(id)
      if (found && !isOver(found.run)) continue
      await clearSandbox(parts, id)
      logger.info({ playback: id }, 'what was left of a sandbox is removed')
    }
  }
}
