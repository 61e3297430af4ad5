import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { MODEL_NAMES } from '../../src/playback/models/names.ts'
import { resize } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { askForRun, playbackCalls, type RunBody, requestRun, runWhen } from '../playback/playback-client.ts'
import { somePictures } from '../playback/some-pictures.ts'

const OPERATIONS = 6

describe('playback over HTTP', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let operations: string[]
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: folder })
    const ended = await Promise.all(
      (await somePictures(OPERATIONS)).map(({ source, options }) =>
        resize(service.url, source, { ...options, height: 9 }),
      ),
    )
    operations = ended.map(({ identifier }) => identifier)
  })
  after(async () => {
    await service.end('SIGTERM')
    remove()
  })

  const operationsMetric = async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text()
    return text.split('\n').filter((line) => /^picture_resize_(operations|stage_seconds_count)/.test(line))
  }

  it('runs every model and tells what each cost, as JSON and as Markdown', async () => {
    const metrics = await operationsMetric()
    const answer = await requestRun(service.url, { operations })
    assert.equal(answer.status, 202)
    const { identifier, status } = (await answer.json()) as RunBody
    assert.equal(answer.headers.get('location'), `/api/playbacks/${identifier}`)
    assert.equal(status, 'queued')
    const run = await runWhen(service.url, identifier)
    assert.equal(run.status, 'completed', JSON.stringify(run))
    assert.deepEqual(
      run.reports.map(({ model, equal, different }) => [model, equal, different]),
      MODEL_NAMES.map((model) => [model, OPERATIONS, 0]),
    )
    const markdown = await fetch(`${service.url}/api/playbacks/${identifier}`, { headers: { accept: 'text/markdown' } })
    assert.equal(markdown.headers.get('content-type'), 'text/markdown; charset=utf-8')
    const text = await markdown.text()
    for (const model of MODEL_NAMES)
      assert.match(text, new RegExp(`^\\| ${model} \\| ${OPERATIONS} \\| ${OPERATIONS} \\|`, 'm'))
    assert.deepEqual(await operationsMetric(), metrics)
  })

  it('goes on when the process is killed in the middle of a model', async () => {
    const identifier = await askForRun(service.url, { operations, models: ['broker', 'mediator'], speed: '×0.05' })
    await runWhen(service.url, identifier, ({ progress }) => (progress?.ended ?? 0) > 0)
    await service.end('SIGKILL')
    service = await startLocalProcess({ DATA_DIR: folder })
    const run = await runWhen(service.url, identifier)
    assert.equal(run.status, 'completed', JSON.stringify(run))
    assert.ok(run.attempts >= 2)
    assert.deepEqual(
      run.reports.map(({ model, equal }) => [model, equal]),
      [
        ['broker', OPERATIONS],
        ['mediator', OPERATIONS],
      ],
    )
  })

  it('has the mediator command through the gateway, a call for each step, and no other model', async () => {
    const callsOf = async (model: string) => {
      const before = await playbackCalls(service.url)
      const run = await runWhen(service.url, await askForRun(service.url, { operations, models: [model] }))
      const { calls, hops, messages } = run.reports[0]?.measures ?? assert.fail(JSON.stringify(run))
      // Beside the commands: the run's request, its message, and each look at it.
      assert.ok((await playbackCalls(service.url)) - before >= calls + 3)
      return { calls, hops, messages }
    }
    assert.deepEqual(await callsOf('mediator'), { calls: 3 * OPERATIONS, hops: 4, messages: OPERATIONS })
    assert.equal((await callsOf('broker')).calls, 0)
  })

  it('lets nobody take a step who is not the mediator of that run', async () => {
    const command = (at: string, sandbox: string) =>
      fetch(`${service.url}${at}`, {
        method: 'POST',
        body: JSON.stringify({ sandbox, step: 'resize', operation: operations[0] }),
      })
    assert.equal((await command('/function/resize-playback/steps', '0'.repeat(32))).status, 404)
    assert.equal((await command('/function/resize-playback/steps', '')).status, 404)
    assert.equal((await fetch(`${service.url}/function/resize-playback/steps`)).status, 405)
    for (const path of ['steps', 'steps/', '../steps', '%2e%2e/steps', '..%2fsteps', 'steps%2f', '/steps']) {
      const answer = await command(`/api/playbacks/${path}`, '0'.repeat(32))
      const { status, code } = (await answer.json()) as { status: number; code: string }
      // A step that was reached would not know the key: playback-not-found.
      assert.ok(['405 method-not-allowed', '404 route-not-found'].includes(`${status} ${code}`), `${path}: ${code}`)
    }
  })

  it('cancels', async () => {
    const identifier = await askForRun(service.url, { operations, models: ['broker'], speed: '×0.01' })
    const cancelled = await fetch(`${service.url}/api/playbacks/${identifier}`, { method: 'DELETE' })
    assert.equal(((await cancelled.json()) as RunBody).status, 'cancelled')
  })

  it('refuses what it does not understand, and knows no run that was never asked for', async () => {
    for (const body of [{}, { operations: [] }, { operations, models: ['x'] }, { operations, speed: 'fast' }, []]) {
      const answer = await requestRun(service.url, body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    }
    assert.equal((await fetch(`${service.url}/api/playbacks/${'0'.repeat(32)}`)).status, 404)
    assert.equal((await fetch(`${service.url}/api/playbacks/x/y`)).status, 404)
  })
})
