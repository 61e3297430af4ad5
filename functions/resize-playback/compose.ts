import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { newId } from '../../src/operation/new-id.ts'
import type { Engine } from '../../src/picture/engine.ts'
import { inspectRequest } from '../../src/picture/inspect-request.ts'
import type { Limits } from '../../src/picture/limits.ts'
import { createCommandTakers } from '../../src/playback/commands.ts'
import { createPlaybacks } from '../../src/playback/playbacks.ts'
import type { PlaybackRules } from '../../src/playback/settings.ts'
import { createWorkOnRun, type WorkOnRun } from '../../src/playback/work-on-run.ts'
import type { Stores } from '../../src/store/stores.ts'
import { createPublishPlayback } from '../../src/topic/publish.ts'
import { playbackTopicOf } from '../../src/topic/settings.ts'
import type { Topics } from '../../src/topic/topic.ts'
import { createPlaybackHandler } from './create-handler.ts'
import { createSendCommand } from './gateway.ts'

/** How long one delivery works on a run before it asks to be delivered again: below every `upstream_timeout`. */
const TURN_MS = 20_000

interface PlaybackParts {
  readonly stores: Stores
  readonly topics: Topics
  readonly engine: Engine
  readonly limits: Limits
  readonly rules: PlaybackRules
  /** The gateway through which the mediator commands the steps. */
  readonly gatewayUrl: () => string
  /** The topic of the requests, and how many partitions a topic gets. */
  readonly topic: { readonly name: string; readonly partitions: number }
  /** The name of this process. */
  readonly worker: string
  readonly logger: Logger
  /** Gives back the run that is being worked on. */
  readonly stopTaking: AbortSignal
}

/** The function `resize-playback` over stores, topics and an engine. */
export function composePlayback(parts: PlaybackParts): Handler {
  const { stores, topics, engine, limits, rules, topic, logger, stopTaking } = parts
  const commandTakers = createCommandTakers()
  const workOnRun = createWorkOnRun({
    runs: stores.runs,
    recorded: stores.operations,
    requests: topic.name,
    topics,
    partitions: topic.partitions,
    store: stores.sandbox,
    engine,
    slots: () => engine.stats().slots,
    inspect: (source, options) => inspectRequest(source, options, limits),
    sendCommand: createSendCommand(parts.gatewayUrl),
    commandTakers,
    rules,
    worker: parts.worker,
    clock: Date.now,
    elapsed: () => performance.now(),
    cpuMs: () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
    stop: stopTaking,
    logger,
  })
  const playbacks = createPlaybacks({
    runs: stores.runs,
    now: () => stores.operations.now(),
    announce: createPublishPlayback({ topics, topic: playbackTopicOf(topic.name), clock: Date.now, newId }),
    rules,
    logger,
  })
  let working: Promise<unknown> | undefined

  /** One run at a time in one process: two at once would measure each other. */
  const workAlone: WorkOnRun = async (id) => {
    if (working) return 'busy'
    const work = workOnRun(id)
    working = work
    try {
      return await work
    } finally {
      working = undefined
    }
  }
  return createPlaybackHandler({
    playbacks,
    takeTurn: (id) => inOneTurn(workAlone(id).then(toOutcome)),
    takeCommand: commandTakers.take,
    logger,
  })

  /** The outcome of work, or `goes-on` when it takes longer than a turn. */
  async function inOneTurn(work: Promise<Outcome>): Promise<Outcome> {
    work.catch((error: unknown) => logger.warn({ err: error }, 'playback broken off'))
    const turn = new AbortController()
    const late = sleep(TURN_MS, 'goes-on' as const, { signal: turn.signal, ref: false }).catch(() => 'goes-on' as const)
    try {
      return await Promise.race([work, late])
    } finally {
      turn.abort()
    }
  }
}

type Outcome = 'over' | 'goes-on'

function toOutcome(status: Awaited<ReturnType<WorkOnRun>>): Outcome {
  return status === 'busy' || status === 'queued' || status === 'running' ? 'goes-on' : 'over'
}
