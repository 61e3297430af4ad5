import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitForEnd } from '../client.ts'
import { startLocalProcess, temporaryFolder } from '../local-process.ts'
import { seededRandom } from '../random.ts'
import { expectedDigests, type Job, makeJobs, makePictures, requestUntilAccepted } from './load.ts'
import type { StackStage } from './stack-stage.ts'

const CLIENTS = 8
/** Everything has ended this long after the last fault. */
const RECOVERED_WITHIN_MS = 60_000

/** What a fault may use. */
export interface Disturbance {
  readonly stage: StackStage
  readonly random: () => number
  /** The operations that were accepted so far. */
  readonly accepted: ReadonlyMap<Job, string>
}

/** Pictures, and the digest that the result of every kind of job with them must have. */
export interface Reference {
  readonly pictures: readonly Buffer[]
  readonly digests: ReadonlyMap<string, string>
}

/** Has pictures resized by a service which nobody disturbs. */
export async function makeReference(): Promise<Reference> {
  const { folder, remove } = temporaryFolder()
  const pictures = await makePictures()
  const service = await startLocalProcess({ DATA_DIR: folder })
  const digests = await expectedDigests(service.url, await makeJobs(KINDS, pictures))
  await service.end('SIGTERM')
  remove()
  return { pictures, digests }
}

/** As many jobs as it takes to have one of each kind. */
const KINDS = 18

/** What is requested. */
export interface Load {
  readonly operations: number
  readonly reference: Reference
  /** Goes on for as long as something is disturbed, more slowly. */
  readonly untilOver?: boolean
}

/**
 * Requests operations while something is disturbed, until the disturbance is over and all are accepted. Then each of
 * them must have completed, once, with the bytes that it has without a disturbance, and nothing may be left in the topic.
 */
export async function loseNothing(
  t: TestContext,
  stage: StackStage,
  { operations, reference, untilOver = false }: Load,
  disturb: (disturbance: Disturbance) => Promise<void>,
): Promise<void> {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`FAULT_SEED=${seed}`)
  const random = seededRandom(seed)
  const accepted = new Map<Job, string>()
  const waiting = await makeJobs(operations, reference.pictures)
  let isDisturbed = true
  let isGivenUp = false
  const urlUnlessGivenUp = () => {
    if (isGivenUp) throw new Error('the disturbance failed')
    return stage.url
  }
  const client = async () => {
    for (;;) {
      if (waiting.length === 0 && untilOver && isDisturbed)
        waiting.push(...(await makeJobs(CLIENTS, reference.pictures)))
      const job = waiting.shift()
      if (!job) return
      if (isDisturbed) await sleep(random() * (untilOver ? 3000 : 600))
      accepted.set(job, await requestUntilAccepted(urlUnlessGivenUp, job))
    }
  }
  const sweeping = sweepWhile(stage, () => isDisturbed || waiting.length > 0)
  const submitting = Promise.all(Array.from({ length: CLIENTS }, client))
  // A client that gives up is told of below: whatever was disturbed is to be set right before.
  submitting.catch(() => {})
  try {
    await disturb({ stage, random, accepted })
  } catch (error) {
    // Nobody may go on asking a stack that is gone.
    isGivenUp = true
    waiting.length = 0
    throw error
  } finally {
    isDisturbed = false
  }
  const overAt = Date.now()
  await submitting
  await sweeping

  try {
    const stopSweeping = new AbortController()
    const sweepingOn = sweepWhile(stage, () => !stopSweeping.signal.aborted)
    try {
      await checkResults(t, stage, accepted, reference)
    } finally {
      stopSweeping.abort()
      await sweepingOn
    }
    t.diagnostic(`all ended ${((Date.now() - overAt) / 1000).toFixed(1)} s after the last fault`)
    assert.equal(new Set(accepted.values()).size, accepted.size)
    assert.ok(accepted.size >= operations)
    await untilTopicIsEmpty(stage)
  } catch (error) {
    t.diagnostic(stage.logs())
    throw error
  }
}

async function checkResults(
  t: TestContext,
  stage: StackStage,
  accepted: ReadonlyMap<Job, string>,
  { digests }: Reference,
): Promise<void> {
  const deadline = Date.now() + RECOVERED_WITHIN_MS
  let repeated = 0
  for (const [{ kind }, id] of accepted) {
    const { status, error, result, attempts } = await waitForEnd(stage.url, id, deadline - Date.now())
    assert.deepEqual([status, error], ['completed', null], id)
    assert.equal(result?.digest, digests.get(kind), `${id} ${kind}`)
    if (attempts > 1) repeated += 1
    const events = await stage.store.readEvents(id)
    assert.equal(events.filter(({ type }) => type === 'completed').length, 1, id)
    assert.equal(events.filter(({ type }) => type === 'failed').length, 0, id)
  }
  t.diagnostic(`${repeated} of ${accepted.size} operations were done more than once`)
}

/** Until the group has committed everything, retry topics included. There are no dead letters. */
export async function untilTopicIsEmpty({ topics, topic, group }: StackStage): Promise<void> {
  const deadline = Date.now() + RECOVERED_WITHIN_MS
  for (;;) {
    const names = (await topics.list()).filter((name) => name.startsWith(topic))
    const lags = await topics.lag(
      group,
      names.filter((name) => !name.endsWith('.dead-letter')),
    )
    const letters = await topics.lag(
      group,
      names.filter((name) => name.endsWith('.dead-letter')),
    )
    assert.equal(
      letters.reduce((sum, { end }) => sum + end, 0),
      0,
      'dead letters',
    )
    if (lags.length > 0 && lags.every(({ lag }) => lag === 0)) return
    assert.ok(Date.now() < deadline, `messages are left in the topic: ${JSON.stringify(lags.filter(({ lag }) => lag))}`)
    await sleep(200)
  }
}

/** Sweeps more often than the schedule, which has whole minutes. */
async function sweepWhile({ url }: StackStage, isOn: () => boolean): Promise<void> {
  while (isOn()) {
    const response = await fetch(`${url}/function/resize-sweep`, { method: 'POST' }).catch(() => undefined)
    await response?.arrayBuffer().catch(() => undefined)
    await sleep(500)
  }
}
