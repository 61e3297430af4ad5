import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Handler } from '../../src/faas/handler.ts'
import type { Operation } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { createResize } from '../../src/operation/resize.ts'
import type { OperationRules } from '../../src/operation/settings.ts'
import type { Engine } from '../../src/picture/engine.ts'
import { estimatedCost } from '../estimated-cost.ts'
import { createWorkerHandler } from './create-handler.ts'
import { createTurns } from './turns.ts'

interface WorkerParts {
  readonly store: OperationStore
  readonly engine: Engine
  readonly rules: OperationRules
  /** The name of this worker, as the history shows it. */
  readonly worker: string
  readonly logger: Logger
  /** Refuses the operations that wait to be claimed: they stay in the queue. */
  readonly stopTaking: AbortSignal
  /** Gives up the pictures that are being resized: their operations go back to the queue. */
  readonly giveUp: AbortSignal
  readonly onEnded: (operation: Operation) => void
}

/** The function `resize-worker` over a store and an engine; `scale` changes how many pictures it resizes at once. */
export function composeWorker(parts: WorkerParts): { handler: Handler; scale: (slots: number) => void } {
  const { engine, stopTaking, giveUp, logger } = parts
  const { slots, expressSlots } = engine.stats()
  const turns = createTurns({ ordinary: claimsFor(slots), express: claimsFor(expressSlots) })
  const resize = createResize({
    ...parts,
    engine: {
      fingerprint: engine.fingerprint,
      resize: (source, options) => engine.resize(source, options, giveUp),
    },
    inTurn: (work, find) =>
      turns.inTurn(
        async () => {
          if (stopTaking.aborted) throw new Failure('shutting-down')
          return await work()
        },
        async () => estimatedCost(await find()),
      ),
  })
  return {
    handler: createWorkerHandler({ resize, logger }),
    scale(slots) {
      engine.resizeSlots(slots)
      turns.resize(claimsFor(slots))
    },
  }
}

/** How many operations are claimed at once: one for each slot, and one more whose source is read meanwhile. */
const claimsFor = (slots: number) => (slots === 0 ? 0 : slots + 1)
