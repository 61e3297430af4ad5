import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { childrenOf, isAlive } from '../child-processes.ts'
import { waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { seededRandom } from '../random.ts'
import { expectedDigests, type Job, makeJobs, requestUntilAccepted } from './load.ts'

const OPERATIONS = 200
const KILLS = 20

describe('killing the service with SIGKILL at random moments', () => {
  it(`loses and doubles none of ${OPERATIONS} accepted operations in ${KILLS} kills`, async (t) => {
    await runAndCheck(t, {}, async () => {})
  })

  it('nor when every message comes three times and the sweep runs all the time', async (t) => {
    const env = { UNPUBLISHED_AFTER_MS: '0', REPUBLISH_AFTER_MS: '300' }
    await runAndCheck(t, env, async (url, accepted, isOver) => {
      const delivered = new Set<string>()
      while (!isOver()) {
        await call(`${url()}/function/resize-sweep`)
        for (const id of accepted.values()) {
          if (delivered.has(id)) continue
          const copies = [1, 2].map(() => call(`${url()}/function/resize-worker`, JSON.stringify({ operation: id })))
          if ((await Promise.all(copies)).every(Boolean)) delivered.add(id)
        }
        await sleep(20)
      }
    })
  })
})

/** Calls a function; false when the service was away or the function asks for the message again. */
async function call(url: string, body = ''): Promise<boolean> {
  const response = await fetch(url, { method: 'POST', body }).catch(() => undefined)
  await response?.arrayBuffer().catch(() => undefined)
  return response?.status === 200
}

type Disturb = (url: () => string, accepted: ReadonlyMap<Job, string>, isOver: () => boolean) => Promise<void>

async function runAndCheck(t: TestContext, env: Record<string, string>, disturb: Disturb): Promise<void> {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`FAULT_SEED=${seed}`)
  const random = seededRandom(seed)
  const jobs = await makeJobs(OPERATIONS)

  const undisturbed = temporaryFolder()
  const disturbed = temporaryFolder()
  const reference = await startLocalProcess({ DATA_DIR: undisturbed.folder })
  const expected = await expectedDigests(reference.url, jobs)
  await reference.end('SIGTERM')

  let service: LocalProcess = await startLocalProcess({ DATA_DIR: disturbed.folder, ...env })
  t.after(async () => {
    await service.end('SIGKILL')
    undisturbed.remove()
    disturbed.remove()
  })
  const url = () => service.url
  const accepted = new Map<Job, string>()
  let isOver = false
  let isKilling = true
  const children = new Set<number>()

  const disturbing = disturb(url, accepted, () => isOver)
  const submitting = submitAll(jobs, url, accepted, () => (isKilling ? sleep(random() * 1200) : sleep(0)))
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(50 + random() * 800)
      for (const child of childrenOf(service.pid)) children.add(child)
      await service.end('SIGKILL')
      service = await startLocalProcess({ DATA_DIR: disturbed.folder, ...env })
    }
    isKilling = false
    await submitting

    let repeated = 0
    for (const [{ kind }, id] of accepted) {
      const { status, error, image, result, attempts, width, height } = await waitForEnd(service.url, id)
      assert.deepEqual([status, error], ['completed', null], id)
      assert.equal(result?.digest, expected.get(kind), `${id} ${kind}`)
      if (attempts > 1) repeated += 1
      const made = await sharp(Buffer.from(image ?? '', 'base64'))
        .raw()
        .toBuffer({ resolveWithObject: true })
      assert.deepEqual([made.info.width, made.info.height], [width, height])
    }
    t.diagnostic(`${repeated} operations were killed in the middle and done again`)
    assert.ok(repeated > 0, 'no kill hit an operation: the test has shown nothing')
  } finally {
    // Else a failure would leave the disturbance, and with it this suite, without an end.
    isOver = true
  }
  await disturbing
  assert.equal(new Set(accepted.values()).size, OPERATIONS)
  await untilTopicIsEmpty(service.url)
  for (const child of childrenOf(service.pid)) children.add(child)
  assert.equal(await service.end('SIGTERM'), 0)
  await checkHistory(join(disturbed.folder, 'operations.db'), [...accepted.values()])
  await untilGone(children)
}

/** Eight clients at once, who pause between their requests, so that the kills find work. */
async function submitAll(
  jobs: readonly Job[],
  url: () => string,
  accepted: Map<Job, string>,
  pause: () => Promise<void>,
): Promise<void> {
  const waiting = [...jobs]
  const client = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await pause()
      accepted.set(job, await requestUntilAccepted(url, job))
    }
  }
  await Promise.all(Array.from({ length: 8 }, client))
}

/** Nothing but the accepted operations is in the store, and each of them ended once. */
async function checkHistory(path: string, ids: readonly string[]): Promise<void> {
  const store = openSqliteStore(path)
  try {
    const { byStatus } = await store.census()
    assert.deepEqual(byStatus, { queued: 0, running: 0, completed: OPERATIONS, failed: 0, expired: 0 })
    for (const id of ids) {
      const events = await store.readEvents(id)
      assert.equal(events.filter(({ type }) => type === 'completed').length, 1, id)
      assert.equal(events.filter(({ type }) => type === 'failed').length, 0, id)
    }
  } finally {
    await store.close()
  }
}

/** Until the group has committed everything, retry topics included. */
async function untilTopicIsEmpty(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const metrics = await (await fetch(`${url}/metrics`)).text()
    const lags = [...metrics.matchAll(/^connector_lag_messages\{.*\} (\d+)$/gm)].map(([, lag]) => Number(lag))
    assert.ok(lags.length > 0)
    if (lags.every((lag) => lag === 0)) return
    assert.ok(tries < 200, 'messages are left in the topic')
    await sleep(100)
  }
}

/** The engine's processes notice that their parent is gone and end by themselves. */
async function untilGone(pids: ReadonlySet<number>): Promise<void> {
  assert.ok(pids.size > 0)
  for (let tries = 0; [...pids].some(isAlive); tries += 1) {
    assert.ok(tries < 100, `still alive: ${[...pids].filter(isAlive)}`)
    await sleep(100)
  }
}
