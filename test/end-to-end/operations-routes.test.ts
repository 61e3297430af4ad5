import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { Flow } from '../../src/operation/ports.ts'
import { createLocalTopics } from '../../src/topic/local/local-topics.ts'
import { resize, submit, waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

interface TopicsBody {
  readonly partitions: readonly { topic: string; lag: number }[]
  readonly deadLetters: readonly { topic: string; waiting: number }[]
}

describe('what those who run the service look at', () => {
  const { folder, remove } = temporaryFolder()
  const data = join(folder, 'data')
  const secrets = join(folder, 'secrets')
  const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`
  let service: LocalProcess
  before(async () => {
    for (const path of [data, secrets]) mkdirSync(path)
    writeFileSync(join(secrets, 'basic-auth-user'), 'admin')
    writeFileSync(join(secrets, 'basic-auth-password'), 'secret')
    // A message that no function can understand, in the log before the connector reads it for the first time.
    const topics = createLocalTopics({ path: join(data, 'topic.db'), clock: Date.now })
    await topics.ensure([{ topic: 'resize-requests', partitions: 2 }])
    const value = Buffer.from('not JSON')
    await topics.write([{ topic: 'resize-requests', key: 'f'.repeat(32), value, headers: {} }])
    await topics.close()
    const env = { DATA_DIR: data, basic_auth: 'true', secret_mount_path: secrets, ENGINE_SLOTS: '1' }
    service = await startLocalProcess(env)
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${service.url}${path}`, { ...init, headers: { authorization, ...init.headers } })
  const json = async <T>(path: string) => (await (await call(path)).json()) as T
  const topicsBody = () => json<TopicsBody>('/system/topics')
  const until = async (isSo: (topics: TopicsBody) => boolean) => {
    for (let tries = 0; !isSo(await topicsBody()); tries += 1) {
      assert.ok(tries < 200, 'in time')
      await sleep(50)
    }
  }
  const waitingLetters = (waiting: number) => until(({ deadLetters }) => deadLetters[0]?.waiting === waiting)

  it('is for those alone who have the credentials', async () => {
    for (const path of ['/system/operations', '/system/topics', '/system/dead-letters?topic=resize-requests']) {
      const response = await fetch(`${service.url}${path}`)
      assert.equal(response.status, 401)
      assert.match(response.headers.get('www-authenticate') ?? '', /^Basic/)
    }
    assert.equal((await fetch(`${service.url}/system/dead-letters/re-drive`, { method: 'POST' })).status, 401)
  })

  it('has operations by state, and what ended lately with how long it took', async () => {
    const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    await resize(service.url, picture, { width: 4 })
    const half = picture.subarray(0, picture.length - 20)
    const broken = await submit(service.url, half, { width: 4 })
    if (broken.status === 202) {
      const { identifier } = (await broken.json()) as { identifier: string }
      await waitForEnd(service.url, identifier)
    }
    const body = await json<{ byStatus: Record<string, number>; flow: Flow }>('/system/operations?minutes=5')
    assert.equal(body.byStatus['completed'], 1)
    assert.equal(body.flow.sliceMs, 5000)
    assert.equal(body.flow.slices.length, 60)
    const [slice] = body.flow.slices.filter(({ completed }) => completed > 0)
    assert.equal(slice?.completed, 1)
    assert.ok((slice?.medianMs ?? 0) > 0)
    assert.equal((await call('/system/operations?minutes=7')).status, 400)
  })

  it('has the lag of every partition that the connector reads', async () => {
    const own = ({ partitions }: TopicsBody) => partitions.filter(({ topic }) => topic === 'resize-requests')
    await until((topics) => own(topics).every(({ lag }) => lag === 0))
    const { partitions } = await topicsBody()
    assert.equal(own({ partitions, deadLetters: [] }).length, 2)
    assert.ok(partitions.some(({ topic }) => topic === 'resize-requests.retry.1'))
  })

  it('shows dead letters with the reason of their death, and brings them back', async () => {
    await waitingLetters(1)
    const list = () => json<{ letters: Record<string, unknown>[] }>('/system/dead-letters?topic=resize-requests')
    const [letter] = (await list()).letters
    assert.deepEqual(
      [letter?.['operation'], letter?.['function'], letter?.['reason'], letter?.['outcome']],
      ['f'.repeat(32), 'resize-worker', 'refused', '400'],
    )
    assert.equal((await list()).letters.length, 1, 'looking changes nothing')
    const redrive = (body: object) =>
      call('/system/dead-letters/re-drive', { method: 'POST', body: JSON.stringify(body) })
    assert.deepEqual(await (await redrive({ topic: 'resize-requests' })).json(), {
      topic: 'resize-requests',
      redriven: 1,
    })
    // It is refused again, and so it is a dead letter again.
    await waitingLetters(1)
    assert.notEqual((await list()).letters[0]?.['time'], letter?.['time'])
    assert.equal((await redrive({ topic: 'something-else' })).status, 400)
    assert.equal((await redrive({ topic: 'resize-requests', limit: 0 })).status, 400)
  })
})
