import { randomBytes } from 'node:crypto'
import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { createStatusHandler } from '../../functions/resize-status/handler.ts'
import { createSubmitHandler } from '../../functions/resize-submit/handler.ts'
import { createParseSubmission } from '../../functions/resize-submit/parse-submission.ts'
import { createSweepHandler } from '../../functions/resize-sweep/handler.ts'
import { createWorkerHandler } from '../../functions/resize-worker/handler.ts'
import { Failure } from '../errors/failure.ts'
import type { Operation } from '../operation/operation.ts'
import type { OperationStore, Publish } from '../operation/ports.ts'
import { createResize } from '../operation/resize.ts'
import type { OperationRules } from '../operation/settings.ts'
import { createSubmit } from '../operation/submit.ts'
import { createSweep, type Sweep } from '../operation/sweep.ts'
import { createWait } from '../operation/wait.ts'
import type { Engine } from '../picture/engine.ts'
import { inspect } from '../picture/inspect.ts'
import type { Limits } from '../picture/limits.ts'
import type { Mounted } from './functions.ts'

interface MountParts {
  readonly store: OperationStore
  readonly publish: Publish
  readonly engine: Engine
  readonly limits: Limits
  readonly rules: OperationRules
  readonly worker: string
  readonly logger: Logger
  /** Refuses the operations that wait to be claimed: they stay in the queue. */
  readonly stopTaking: AbortSignal
  /** Gives up the pictures that are being resized: their operations go back to the queue. */
  readonly giveUp: AbortSignal
  readonly onEnded: (operation: Operation) => void
}

/** How often waiting clients ask the store, in milliseconds. */
const POLL_MS = 15

/** The four functions over one store, one topic and one engine; and the sweep, which the start needs by itself. */
export function mountFunctions(parts: MountParts): { mounted: Record<string, Mounted>; sweep: Sweep } {
  const { store, publish, engine, limits, rules, worker, stopTaking, giveUp, onEnded } = parts
  const loggerOf = (name: string) => parts.logger.child({ function: name })

  const submit = createSubmit({
    store,
    publish,
    inspect: (source) => inspect(source, limits),
    newId,
    logger: loggerOf('resize-submit'),
  })
  const claims = pLimit(claimsFor(engine.stats().slots))
  const resize = createResize({
    store,
    engine: {
      fingerprint: engine.fingerprint,
      resize: (source, options) => engine.resize(source, options, giveUp),
    },
    worker,
    rules,
    logger: loggerOf('resize-worker'),
    inTurn: (work) =>
      claims(() => {
        if (stopTaking.aborted) throw new Failure('shutting-down')
        return work()
      }),
    onEnded,
  })
  const sweep = createSweep({ store, publish, rules, logger: loggerOf('resize-sweep') })
  const waitForEnd = createWait({ store, pollMs: POLL_MS, stop: stopTaking })
  const { maxWaitMs } = rules
  const one = () => 1

  return {
    sweep,
    mounted: {
      'resize-submit': {
        handler: createSubmitHandler({
          submit,
          parse: createParseSubmission(limits),
          logger: loggerOf('resize-submit'),
        }),
        replicas: one,
      },
      'resize-status': {
        handler: createStatusHandler({ store, waitForEnd, maxWaitMs, logger: loggerOf('resize-status') }),
        replicas: one,
      },
      'resize-worker': {
        handler: createWorkerHandler({ resize, logger: loggerOf('resize-worker') }),
        replicas: () => engine.stats().slots,
        scale(replicas) {
          engine.resizeSlots(replicas)
          claims.concurrency = claimsFor(replicas)
        },
      },
      'resize-sweep': { handler: createSweepHandler({ sweep, logger: loggerOf('resize-sweep') }), replicas: one },
    },
  }
}

/** How many operations are claimed at once: one for each slot, and one more whose source is read meanwhile. */
const claimsFor = (slots: number) => slots + 1

/** 128 random bits in hexadecimal. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}
