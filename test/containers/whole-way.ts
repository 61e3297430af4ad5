import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { jpeg } from '../pictures.ts'
import type { ComposeProject } from './compose-project.ts'

const options = { width: 120, height: 90, fit: 'fill', upright: true, format: 'png' } as const

/** Pictures of their own each, so that no result can be taken for another one. */
const sources = Promise.all(Array.from({ length: 24 }, (_, index) => jpeg(200 + index, 160 + index)))

/** The way of operations through the containers, from the edge to the database and back. */
export function wholeWay(project: ComposeProject): void {
  let url: string
  /** The results that the engine gives here, from its sources. */
  let expected: string[]
  before(async () => {
    url = await project.urlOf('edge', 8000)
    const engine = createInProcessEngine(limitSettings.read({}))
    expected = []
    for (const source of await sources) {
      expected.push(Buffer.from((await engine.resize(source, options)).bytes).toString('base64'))
    }
  })

  const submitAll = async () =>
    await Promise.all(
      (await sources).map(async (source) => {
        // A client of a busy service comes again.
        let response = await submit(url, source, options)
        for (; response.status === 429; response = await submit(url, source, options)) {
          await pause(1000 * Number(response.headers.get('retry-after')))
        }
        assert.equal(response.status, 202)
        return ((await response.json()) as StatusBody).identifier
      }),
    )
  const waitForAll = (ids: readonly string[]) => Promise.all(ids.map((id) => waitForEnd(url, id, 300_000)))
  const resultsOf = (ended: readonly StatusBody[]) => ended.map(({ image }) => image)
  const workersOf = async (ids: readonly string[]) => {
    const histories = await Promise.all(ids.map(async (id) => (await fetch(`${url}/api/${id}/events`)).text()))
    return new Set(histories.flatMap((text) => [...text.matchAll(/"worker":"([^"]+)"/g)].map(([, name]) => name)))
  }

  it('serves the page, and what it needs', async () => {
    const page = await fetch(url)
    const html = await page.text()
    assert.match(html, /<!doctype html>/i)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'self'/)
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]*\/?assets\/[^"]+)"/g)) {
      const part = await fetch(new URL(path ?? '', url))
      assert.equal(part.status, 200)
      assert.match(part.headers.get('cache-control') ?? '', /immutable/)
    }
  })

  it('resizes pictures, and gives the bytes that the engine gives', async () => {
    const ended = await waitForAll(await submitAll())
    assert.deepEqual(resultsOf(ended), expected)
    const [first] = ended
    const picture = await fetch(`${url}/api/${first?.identifier}/picture`)
    assert.equal(picture.headers.get('content-type'), 'image/png')
    assert.equal(Buffer.from(await picture.arrayBuffer()).toString('base64'), expected[0])
  })

  it('gives the same bytes with three workers, all of which work', async () => {
    await project.compose('up', '-d', '--wait', '--no-recreate', '--scale', 'resize-worker=3')
    assert.equal((await project.containers('resize-worker')).length, 3)
    const workers = new Set<string | undefined>()
    while (workers.size < 3) {
      const ids = await submitAll()
      assert.deepEqual(resultsOf(await waitForAll(ids)), expected)
      for (const name of await workersOf(ids)) workers.add(name)
    }
  })

  it('loses and doubles nothing when the processes of containers are killed, and starts them again', async () => {
    const ids = [...(await submitAll()), ...(await submitAll())]
    const killed = ['resize-worker', 'resize-submit', 'resize-status', 'kafka-connector', 'router', 'mysql', 'kafka']
    for (const service of killed) {
      const [victim] = await project.containers(service)
      assert.ok(victim, service)
      process.kill(victim.State.Pid, 'SIGKILL')
      await pause(300)
    }
    const ended = await waitForAll(ids)
    assert.deepEqual(resultsOf(ended), [...expected, ...expected])
    const running = await project.containers()
    for (const service of killed) {
      const restarted = running.filter(({ Config }) => Config.Labels['com.docker.compose.service'] === service)
      assert.ok(restarted.length > 0 && restarted.every(({ State }) => State.Status === 'running'), service)
    }
    await project.compose('up', '-d', '--wait', '--no-recreate', '--scale', 'resize-worker=3')
  })

  it('takes the largest body, and refuses one byte more at the edge', async () => {
    const limit = Number(
      (await project.containers('edge'))[0]?.Config.Env.find((one) => one.startsWith('EDGE_MAX'))?.split('=')[1],
    )
    const post = (bytes: number) =>
      fetch(`${url}/api/`, {
        method: 'POST',
        body: Buffer.alloc(bytes, ' '),
        headers: { 'content-type': 'application/json' },
      })
    const largest = await post(limit)
    assert.equal(largest.status, 400)
    assert.equal(((await largest.json()) as { code: string }).code, 'body-not-json')
    const larger = await post(limit + 1)
    assert.equal(larger.status, 413)
    assert.equal(((await larger.json()) as { code: string }).code, 'body-too-large')
  })

  it('answers 429 to whoever submits too often, and forgets it soon', async () => {
    const submissions = Array.from({ length: 250 }, () => fetch(`${url}/api/`, { method: 'POST', body: '{}' }))
    const answers = await Promise.all(submissions)
    const refused = answers.filter(({ status }) => status === 429)
    assert.ok(refused.length > 0 && refused.length < answers.length)
    for (const answer of refused) {
      assert.ok(answer.headers.get('retry-after'))
      assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    }
    await pause(2500)
    assert.equal((await submit(url, (await sources)[0] as Buffer, options)).status, 202)
  })
}
