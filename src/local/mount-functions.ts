import type { Logger } from 'pino'
import { composeDeadLetters } from '../../functions/resize-dead-letters/compose.ts'
import { composeLookup } from '../../functions/resize-lookup/compose.ts'
import { composePlayback } from '../../functions/resize-playback/compose.ts'
import { composeStatus } from '../../functions/resize-status/compose.ts'
import { composeSubmit } from '../../functions/resize-submit/compose.ts'
import { composeSweep } from '../../functions/resize-sweep/compose.ts'
import { composeWorker } from '../../functions/resize-worker/compose.ts'
import type { CallbackRules } from '../callback/settings.ts'
import { answerOf } from '../faas/answer-of.ts'
import type { FunctionEvent, Handler } from '../faas/handler.ts'
import type { MakeCallbacks } from '../operation/callback.ts'
import type { Operation } from '../operation/operation.ts'
import type { OperationStore, Publish } from '../operation/ports.ts'
import type { OperationRules } from '../operation/settings.ts'
import type { Sweep } from '../operation/sweep.ts'
import type { Engine } from '../picture/engine.ts'
import type { Limits } from '../picture/limits.ts'
import type { PlaybackRules } from '../playback/settings.ts'
import type { Stores } from '../store/stores.ts'
import type { Topics } from '../topic/topic.ts'
import type { Mounted } from './functions.ts'

interface MountParts {
  readonly store: OperationStore
  readonly stores: Stores
  readonly topics: Topics
  readonly topic: { readonly name: string; readonly group: string; readonly partitions: number }
  readonly playback: PlaybackRules
  /** Where this gateway is served, as soon as it is. */
  readonly gatewayUrl: () => string
  readonly callbackRules: CallbackRules
  readonly publish: Publish
  readonly engine: Engine
  readonly limits: Limits
  readonly rules: OperationRules
  readonly worker: string
  readonly logger: Logger
  readonly stopTaking: AbortSignal
  readonly giveUp: AbortSignal
  readonly onEnded: (operation: Operation) => void
}

/** The functions; and what the one process does by itself with parts of them: at its start, behind each end, at its own. */
interface MountedFunctions {
  readonly mounted: Record<string, Mounted>
  readonly sweep: Sweep
  readonly makeCallbacks: MakeCallbacks
  readonly flushMarks: () => Promise<void>
}

/** The functions over one store, one topic and one engine. */
export function mountFunctions(parts: MountParts): MountedFunctions {
  const forFunction = (name: string) => ({ ...parts, logger: parts.logger.child({ function: name }) })
  const one = () => 1
  const inProcess = (handler: Handler) => (event: FunctionEvent) => answerOf(handler, event)
  const submit = composeSubmit(forFunction('resize-submit'))
  const worker = composeWorker(forFunction('resize-worker'))
  const { sweep, makeCallbacks, handler: sweepHandler } = composeSweep(forFunction('resize-sweep'))
  const playback = composePlayback({ ...forFunction('resize-playback'), rules: parts.playback })
  return {
    sweep,
    makeCallbacks,
    flushMarks: submit.flush,
    mounted: {
      'resize-submit': { invoke: inProcess(submit.handler), replicas: one },
      'resize-status': { invoke: inProcess(composeStatus(forFunction('resize-status'))), replicas: one },
      'resize-lookup': { invoke: inProcess(composeLookup(forFunction('resize-lookup'))), replicas: one },
      'resize-worker': {
        invoke: inProcess(worker.handler),
        replicas: () => parts.engine.stats().slots,
        scale: worker.scale,
      },
      'resize-dead-letters': {
        invoke: inProcess(composeDeadLetters(forFunction('resize-dead-letters'))),
        replicas: one,
      },
      'resize-playback': { invoke: inProcess(playback), replicas: one },
      'resize-sweep': { invoke: inProcess(sweepHandler), replicas: one },
    },
  }
}
