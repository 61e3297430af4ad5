/** The function `resize-worker` as a process of its own, composed from its environment. */
import { Failure } from '../../src/errors/failure.ts'
import { registerDurations } from '../../src/operation/metrics.ts'
import { createEngine } from '../../src/picture/create-engine.ts'
import { registerRestarts } from '../../src/picture/metrics.ts'
import { processName } from '../../src/program/process-name.ts'
import { openParts } from '../open-parts.ts'
import { composeWorker } from './compose.ts'

/** A message names an operation, no more. */
const MAX_BODY_BYTES = 64 * 1024

const parts = await openParts('resize-worker', process.env)
const { limits, operation: rules } = parts.settings
const engine = createEngine(limits, { onRestart: registerRestarts(parts.registry) })
const giveUp = new AbortController()

export const hosted = parts.host({
  maxBodyBytes: MAX_BODY_BYTES,
  handler: composeWorker({
    ...parts,
    engine,
    rules,
    worker: processName,
    giveUp: giveUp.signal,
    onEnded: registerDurations(parts.registry),
  }).handler,
  drain: () => void setTimeout(() => giveUp.abort(new Failure('shutting-down')), rules.drainMs).unref(),
  stop: () => engine.close(),
})
export default hosted.handler
