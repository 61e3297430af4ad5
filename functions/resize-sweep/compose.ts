import type { Logger } from 'pino'
import { createSendWebhook } from '../../src/callback/send-webhook.ts'
import type { CallbackRules } from '../../src/callback/settings.ts'
import type { Handler } from '../../src/faas/handler.ts'
import { createMakeCallbacks, type MakeCallbacks } from '../../src/operation/callback.ts'
import { newId } from '../../src/operation/new-id.ts'
import type { Publish } from '../../src/operation/ports.ts'
import type { OperationRules } from '../../src/operation/settings.ts'
import { createSweep, type Sweep } from '../../src/operation/sweep.ts'
import type { PlaybackRules } from '../../src/playback/settings.ts'
import { createSweepRuns } from '../../src/playback/sweep-runs.ts'
import type { Stores } from '../../src/store/stores.ts'
import { createReadBacklog } from '../../src/topic/backlog.ts'
import { createPublishPlayback } from '../../src/topic/publish.ts'
import { playbackTopicOf } from '../../src/topic/settings.ts'
import type { Topics } from '../../src/topic/topic.ts'
import { toCallbackBody } from './callback-body.ts'
import { createSweepHandler } from './create-handler.ts'

interface SweepParts {
  readonly stores: Stores
  readonly topics: Topics
  /** The topic of the requests, and the group that brings them to the worker. */
  readonly topic: { readonly name: string; readonly group: string }
  readonly publish: Publish
  readonly rules: OperationRules
  readonly playback: PlaybackRules
  readonly callbackRules: CallbackRules
  /** Aborted when the process is to end: no callback is begun any more. */
  readonly stopTaking: AbortSignal
  readonly logger: Logger
}

/** The function, and what it does by itself: for a start that needs the sweep at once, for an end that is to be told at once. */
interface ComposedSweep {
  readonly handler: Handler
  readonly sweep: Sweep
  readonly makeCallbacks: MakeCallbacks
}

/** The function `resize-sweep` over stores and topics. */
export function composeSweep(parts: SweepParts): ComposedSweep {
  const { stores, topics, topic, publish, rules, playback, callbackRules, stopTaking, logger } = parts
  const sweepOperations = createSweep({
    store: stores.operations,
    publish,
    readBacklog: createReadBacklog({ topics, topic: topic.name, group: topic.group }),
    rules,
    logger,
  })
  const sweepRuns = createSweepRuns({
    runs: stores.runs,
    topics,
    store: stores.sandbox,
    requests: topic.name,
    announce: createPublishPlayback({ topics, topic: playbackTopicOf(topic.name), clock: Date.now, newId }),
    retentionMs: playback.retentionMs,
    logger,
  })
  const sweep: Sweep = async (options) => {
    const swept = await sweepOperations(options)
    await sweepRuns(options)
    return swept
  }
  const sendWebhook = createSendWebhook(callbackRules, Date.now)
  const makeCallbacks = createMakeCallbacks({
    store: stores.operations,
    callbacks: stores.callbacks,
    notify: (url, operation) => sendWebhook(url, { id: operation.id, body: toCallbackBody(operation) }),
    rules: callbackRules,
    clock: Date.now,
    stopTaking,
    logger,
  })
  return { sweep, makeCallbacks, handler: createSweepHandler({ sweep, makeCallbacks, logger }) }
}
