import type { Logger } from 'pino'
import { Failure, hasCode, toFailure } from '../errors/failure.ts'
import type { OperationStore } from '../operation/ports.ts'
import { clearSandbox } from './clear-sandbox.ts'
import { type Hold, takeHold } from './hold.ts'
import { models } from './models/models.ts'
import { playModel } from './play-model.ts'
import { findRun } from './playbacks.ts'
import type { RunStore } from './ports.ts'
import { ended, givenBack, type Run } from './run.ts'
import type { SandboxParts } from './sandbox/sandbox.ts'
import { select } from './select.ts'
import type { PlaybackRules } from './settings.ts'

/**
 * Works on a run until it is over or given back.
 * @returns `busy` when somebody else holds it, else the run's status
 * @throws Failure `playback-not-found`, `store-unavailable`, `topic-unavailable`, `shutting-down`: it is to be taken up again
 */
export type WorkOnRun = (id: string) => Promise<'busy' | Run['status']>

interface WorkOnRunDependencies
  extends Omit<SandboxParts, 'run' | 'model' | 'recorder' | 'fault' | 'broken' | 'maxMessageBytes'> {
  readonly runs: RunStore
  /** The store of the recorded operations. */
  readonly recorded: OperationStore
  readonly rules: PlaybackRules
  /** The name of this worker. */
  readonly worker: string
  /** Milliseconds of processor time of this process so far. */
  readonly cpuMs: () => number
  /** Gives the run back: another worker takes it up at once. */
  readonly stop: AbortSignal
  readonly logger: Logger
}

/**
 * The use case of who runs playbacks: one model after the other. A model that has a report is not played again; one that
 * was broken off is played anew in an empty sandbox, for half of a measure is none.
 */
export function createWorkOnRun(parts: WorkOnRunDependencies): WorkOnRun {
  const { runs, rules, stop } = parts
  return async (id) => {
    const hold = await takeHold(parts, id)
    if (hold === 'busy') return hold
    if (!('lost' in hold)) return hold.status
    const log = parts.logger.child({ playback: id, attempt: hold.run.attempts })
    try {
      await playModels(hold, log)
      await hold.change((run, now) => ended(run, 'completed', now))
    } catch (error) {
      await settle(hold, error, log)
    } finally {
      hold.end()
    }
    return (await findRun(runs, id)).run.status
  }

  async function playModels({ run, lost, tell, advance }: Hold, log: Logger): Promise<void> {
    const { id, request } = run
    const signal = AbortSignal.any([lost, stop])
    const selection = await select({ ...parts, store: parts.recorded, topic: parts.requests, limits: rules }, request)
    const done = new Set(run.reports.map(({ model }) => model))
    for (const name of request.models.filter((model) => !done.has(model))) {
      await clearSandbox(parts, id)
      const report = await playModel(models[name], {
        ...parts,
        run: id,
        request,
        selection,
        maxMs: rules.maxMs,
        maxMessageBytes: rules.maxMessageBytes,
        logger: log.child({ model: name }),
        progress: (count) => tell({ model: name, ended: count, operations: selection.operations.length }),
        signal,
      })
      await advance(({ reports }) => ({ reports: [...reports, report] }))
      log.info({ model: name, equal: report.equal, different: report.different }, 'model played')
    }
    await clearSandbox(parts, id)
  }

  /** What becomes of a run that broke off: nothing when it is held no more, else it is given back, or it fails. */
  async function settle(hold: Hold, error: unknown, log: Logger): Promise<void> {
    const failure = stop.aborted ? new Failure('shutting-down', { cause: error }) : toFailure(error)
    if (await isHeldByAnother(hold)) return
    await clearSandbox(parts, hold.run.id).catch((left: unknown) => {
      log.warn({ err: left }, 'something of the sandbox is left; the sweep removes it')
    })
    if (hasCode(failure, 'playback-running')) return
    if (hasCode(failure, 'shutting-down', 'store-unavailable', 'topic-unavailable')) {
      await hold.change(givenBack)
      throw failure
    }
    log.warn({ err: failure }, 'the run failed')
    const { code, detail } = failure
    await hold.change((run, now) => ended(run, 'failed', now, detail === undefined ? { code } : { code, detail }))
  }

  async function isHeldByAnother({ run: { id, attempts } }: Hold): Promise<boolean> {
    const { run } = await findRun(runs, id)
    return run.attempts !== attempts
  }
}
