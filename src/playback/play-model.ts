import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, hasCode } from '../errors/failure.ts'
import type { Operation } from '../operation/operation.ts'
import type { OperationStore } from '../operation/ports.ts'
import { compare } from './compare.ts'
import { toFaultReport } from './fault-report.ts'
import { measure } from './measure.ts'
import type { Model, Play } from './models/model.ts'
import { type Played, sandboxId } from './played.ts'
import { createRecorder, type Recorder } from './record.ts'
import type { ModelReport, PlayedOperation } from './report.ts'
import { type PlaybackRequest, speedOf } from './request.ts'
import { createFaultPlan } from './sandbox/fault.ts'
import { createSandbox, type Sandbox, type SandboxParts } from './sandbox/sandbox.ts'
import type { Selection } from './select.ts'
import { traceOf } from './trace.ts'

/** With speed `max`: how many operations are in the model's hands at the same time. */
const IN_HAND = 8

/** When nothing has ended for this long, the sweep looks for what a fault left behind. Milliseconds. */
const SWEEP_AFTER_MS = 500

/** How long a client waits that was refused for a reason that may pass. Milliseconds. */
const SUBMIT_AGAIN_MS = 500

/** How often it is looked whether messages are still on their way. Milliseconds. */
const DRAIN_POLL_MS = 20

/** Of how many operations a report tells everything that happened to them. */
const TRACED = 12

interface PlayModelParts extends Omit<SandboxParts, 'model' | 'recorder' | 'fault' | 'broken'> {
  /** The store of the recorded operations. */
  readonly recorded: OperationStore
  readonly request: PlaybackRequest
  readonly selection: Selection
  readonly maxMs: number
  /** Milliseconds of processor time of this process so far. */
  readonly cpuMs: () => number
  readonly progress: (ended: number) => void
  /** Aborted when the run is cancelled or given back. */
  readonly signal: AbortSignal
}

/**
 * Plays the operations of a run under one model, in a sandbox that is empty, and tells what happened.
 * @throws Failure `playback-timed-out`, what the sandbox's ports throw, and the signal's reason
 */
export async function playModel(model: Model, parts: PlayModelParts): Promise<ModelReport> {
  const { run, request, selection, engine, elapsed } = parts
  const { operations } = selection
  const recorder = createRecorder(elapsed)
  const broken = new AbortController()
  /** Why some were refused, by number. */
  const refusals = new Map<number, string>()
  const overCount = () => recorder.endedCount() + refusals.size
  const fault = createFaultPlan(request.fault, { operations: operations.length, inHand: IN_HAND, overCount })
  const sandbox = createSandbox({
    ...parts,
    model: model.name,
    recorder,
    fault,
    broken: (error) => broken.abort(error),
  })
  const cpuBefore = parts.cpuMs()
  try {
    const play = await model.begin(sandbox)
    await playAll(play, sandbox, recorder, refusals, {
      ...parts,
      signal: AbortSignal.any([parts.signal, broken.signal]),
    })
    const entries = recorder.entries()
    const rows = await readRows(parts)
    const played = operations.map((recorded, index) =>
      toPlayed(index + 1, recorded, rows[index], refusals.get(index + 1), recorder, request),
    )
    const count = (outcome: PlayedOperation['outcome']) => played.filter((each) => each.outcome === outcome).length
    const engineMs = rows.reduce((sum, row) => sum + workOf(row), 0)
    return {
      model: model.name,
      tookMs: Math.round(entries.at(-1)?.at ?? 0),
      operations: operations.length,
      leftOut: selection.leftOut,
      equal: count('equal'),
      different: count('different'),
      refused: count('refused'),
      engine: engine.fingerprint,
      measures: measure(entries, { process: parts.cpuMs() - cpuBefore, engine: engineMs }),
      fault: request.fault ? toFaultReport(request.fault, model, entries, rows, refusals.size) : null,
      played,
      traces: operations.slice(0, TRACED).map((_, index) => ({
        number: index + 1,
        entries: traceOf(entries, sandboxId(run, index + 1)),
      })),
    }
  } finally {
    await sandbox.close()
  }
}

/** Hands in every operation when it is its time, waits for their ends, and for what comes behind them. */
async function playAll(
  play: Play,
  sandbox: Sandbox,
  recorder: Recorder,
  refusals: Map<number, string>,
  parts: PlayModelParts,
): Promise<void> {
  const { run, recorded: store, request, selection, elapsed, maxMs, progress, signal } = parts
  const { operations } = selection
  const speed = speedOf(request)
  const begun = elapsed()
  const first = operations[0]?.requestedAt ?? 0
  let handedIn = 0

  for (const [index, recorded] of operations.entries()) {
    if (speed === Number.POSITIVE_INFINITY) await settle(() => handedIn - recorder.endedCount() < IN_HAND)
    else await pause((recorded.requestedAt - first) / speed - (elapsed() - begun))
    const source = await store.readPicture(recorded.id, 'source')
    if (!source) {
      refusals.set(index + 1, 'Its source has gone while the run went on.')
      continue
    }
    await handIn({ number: index + 1, id: sandboxId(run, index + 1), recorded, source })
  }
  await settle(() => handedIn === recorder.endedCount())
  while (!(await sandbox.isDrained())) await pause(DRAIN_POLL_MS)

  async function handIn(played: Played): Promise<void> {
    recorder.note({ part: 'client', happened: 'submitted', operation: played.id, bytes: played.source.length })
    for (;;) {
      try {
        await play.submit(played)
        handedIn += 1
        return
      } catch (error) {
        if (hasCode(error, 'message-too-large')) {
          refusals.set(played.number, error.message)
          return
        }
        // What clients do that hear 503: the same once more.
        if (!hasCode(error, 'topic-unavailable', 'store-unavailable')) throw error
        await pause(SUBMIT_AGAIN_MS)
      }
    }
  }

  /** Waits until it is so; meanwhile looks after progress, time and, when nothing ends, the sweep. */
  async function settle(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      const before = recorder.endedCount()
      await recorder.nextEnd(SWEEP_AFTER_MS)
      check()
      if (recorder.endedCount() === before) await play.sweep()
    }
  }

  async function pause(forMs: number): Promise<void> {
    for (const until = elapsed() + forMs; elapsed() < until; ) {
      await sleep(Math.min(until - elapsed(), SWEEP_AFTER_MS))
      check()
    }
  }

  function check(): void {
    signal.throwIfAborted()
    progress(recorder.endedCount())
    if (elapsed() - begun <= maxMs) return
    throw new Failure('playback-timed-out', { detail: `One model may take ${maxMs} ms.` })
  }
}

function readRows({ run, selection, store }: PlayModelParts): Promise<(Operation | undefined)[]> {
  return Promise.all(
    selection.operations.map(async (_, index) => {
      const found = await store.operations.find(sandboxId(run, index + 1))
      return found?.operation
    }),
  )
}

function toPlayed(
  number: number,
  recorded: Operation,
  row: Operation | undefined,
  refusal: string | undefined,
  recorder: Recorder,
  request: PlaybackRequest,
): PlayedOperation {
  const own = row && recorder.entries().filter(({ operation }) => operation === row.id)
  const at = (happened: 'submitted' | 'ended') => own?.find((entry) => entry.happened === happened)?.at
  const [submittedAt, endedAt] = [at('submitted'), at('ended')]
  const isNamed = Array.isArray(request.operations)
  return {
    number,
    ...(isNamed && { operation: recorded.id }),
    ...compare(recorded, row, refusal),
    attempts: row?.attempts ?? 0,
    endedMs: submittedAt === undefined || endedAt === undefined ? null : Math.round(endedAt - submittedAt),
  }
}

/** What the engine worked on an operation, without what it waited. */
function workOf(row: Operation | undefined): number {
  const timings = row?.timings
  return timings ? timings.decodeMs + timings.resizeMs + timings.encodeMs : 0
}
