import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { withBrokenPixels } from '../pictures.ts'

const key = Buffer.alloc(32, 7)
const env = {
  CALLBACK_SECRET: `whsec_${key.toString('base64')}`,
  CALLBACK_PRIVATE: 'true',
  CALLBACK_RETRY_AFTER_MS: '0',
  CALLBACK_TIMEOUT_MS: '200',
  ENGINE_SLOTS: '1',
}

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

describe('callbacks', () => {
  const { folder, remove } = temporaryFolder()
  const received: Received[] = []
  /** How the receiver answers from now on. */
  let answer: (response: ServerResponse) => void
  let receiver: Server
  let address: string
  let service: LocalProcess
  let picture: Buffer
  const start = async () => {
    service = await startLocalProcess({ DATA_DIR: join(folder, 'data'), ...env })
  }
  before(async () => {
    receiver = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      received.push({ path: request.url ?? '', headers: request.headers, body })
      answer(response)
    }).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
    picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    await start()
  })
  after(async () => {
    await service.end('SIGTERM')
    receiver.closeAllConnections()
    receiver.close()
    remove()
  })

  const status =
    (code: number, headers = {}) =>
    (response: ServerResponse) =>
      response.writeHead(code, headers).end()
  const sweep = () => fetch(`${service.url}/function/resize-sweep`, { method: 'POST' })
  const toPath = (path: string) => received.filter((one) => one.path === path)
  /** Waits until a path was called so often; meanwhile the sweep is called as its schedule would. */
  const called = async (path: string, times: number, sweeps = true): Promise<Received[]> => {
    for (const until = Date.now() + 20_000; toPath(path).length < times; await sleep(50)) {
      assert.ok(Date.now() < until, `${path} was called ${toPath(path).length} times\n${service.output()}`)
      if (sweeps) await sweep()
    }
    return toPath(path)
  }
  const identifierOf = async (response: Response) => {
    assert.equal(response.status, 202, await response.clone().text())
    return ((await response.json()) as StatusBody).identifier
  }
  const ask = async (path: string, source: Uint8Array = picture) =>
    await identifierOf(await submit(service.url, source, { width: 4, callback: `${address}${path}` }))
  const bodyOf = ({ body }: Received) => JSON.parse(body) as { type: string; timestamp: string; data: StatusBody }

  it('tell the end at once, signed, as the status says it without the picture', async () => {
    answer = status(204)
    const id = await ask('/one?a=b')
    const [{ headers, body } = assert.fail()] = await called('/one?a=b', 1, false)
    assert.equal(headers['webhook-id'], id)
    assert.ok(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000) < 60)
    const signed = createHmac('sha256', key).update(`${id}.${headers['webhook-timestamp']}.${body}`)
    assert.equal(headers['webhook-signature'], `v1,${signed.digest('base64')}`)
    const { image, ...told } = (await waitForEnd(service.url, id)) as StatusBody & { endedAt: string }
    assert.ok(image)
    assert.deepEqual(JSON.parse(body), {
      type: 'picture-resize.operation.completed',
      timestamp: told.endedAt,
      data: told,
    })
  })

  it('tell a failure too', async () => {
    answer = status(200)
    const id = await ask('/failed', withBrokenPixels(picture))
    const [{ body } = assert.fail()] = await called('/failed', 1, false)
    const { type, data: told } = JSON.parse(body)
    assert.deepEqual([type, told.identifier, told.status], ['picture-resize.operation.failed', id, 'failed'])
    assert.ok(told.error.code)
  })

  it('can be asked for with every form of a submission', async () => {
    answer = status(200)
    const query = new URLSearchParams({ width: '4', callback: `${address}/query` })
    const headers = { 'content-type': 'image/png' }
    await identifierOf(await fetch(`${service.url}/api/?${query}`, { method: 'POST', body: picture, headers }))
    const form = new FormData()
    form.set('image', new Blob([picture], { type: 'image/png' }), 'a.png')
    form.set('width', '4')
    form.set('callback', `${address}/form`)
    await identifierOf(await fetch(`${service.url}/api/`, { method: 'POST', body: form }))
    const image = picture.toString('base64')
    const requests = [1, 2].map((width) => ({ image, width, callback: `${address}/batch` }))
    const batch = await fetch(`${service.url}/api/batch`, { method: 'POST', body: JSON.stringify({ requests }) })
    assert.equal(batch.status, 207)
    await called('/query', 1)
    await called('/form', 1)
    await called('/batch', 2)
  })

  it('are tried again, the same, until the receiver takes them, and no more then', async () => {
    answer = (response) => status(toPath('/third-time').length > 2 ? 200 : 503)(response)
    const id = await ask('/third-time')
    const tries = await called('/third-time', 3)
    assert.deepEqual(new Set(tries.map(({ headers }) => headers['webhook-id'])), new Set([id]))
    assert.equal(new Set(tries.map(({ body }) => body)).size, 1)
    await sleep(500)
    await sweep()
    assert.equal(toPath('/third-time').length, 3)
  })

  it('outlive a service that is killed while it makes them', async () => {
    answer = () => undefined
    const id = await ask('/killed')
    await called('/killed', 1, false)
    await service.end('SIGKILL')
    answer = status(200)
    await start()
    const [, second = assert.fail()] = await called('/killed', 2)
    assert.equal(bodyOf(second).data.identifier, id)
  })

  it('follow no redirect', async () => {
    answer = status(307, { location: '/elsewhere' })
    await ask('/moved')
    await called('/moved', 2)
    assert.equal(toPath('/elsewhere').length, 0)
    answer = status(200)
    await called('/moved', 3)
  })

  it('belong to what an Idempotency-Key stands for', async () => {
    answer = status(200)
    const headers = { 'idempotency-key': 'a-key' }
    const send = (path: string) => submit(service.url, picture, { width: 4, callback: `${address}${path}` }, headers)
    const id = await identifierOf(await send('/same'))
    assert.equal(await identifierOf(await send('/same')), id)
    assert.equal((await send('/other')).status, 409)
    await called('/same', 1)
    await sleep(300)
    assert.deepEqual([toPath('/same').length, toPath('/other').length], [1, 0])
  })

  it('are not made when an operation is played again', async () => {
    answer = status(200)
    const id = await ask('/played')
    await called('/played', 1)
    const body = JSON.stringify({ operations: [id] })
    const run = await identifierOf(await fetch(`${service.url}/api/playbacks`, { method: 'POST', body }))
    for (let state = ''; state !== 'completed'; await sleep(50)) {
      state = ((await (await fetch(`${service.url}/api/playbacks/${run}`)).json()) as { status: string }).status
      assert.ok(['queued', 'running', 'completed'].includes(state), state)
    }
    await sweep()
    assert.equal(toPath('/played').length, 1)
  })
})

describe('callbacks that are not allowed', () => {
  const refusalOf = async (service: LocalProcess, callback: string) => {
    const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    const response = await submit(service.url, picture, { width: 4, callback })
    return [response.status, ((await response.json()) as { code: string }).code]
  }

  it('are refused: to whom they may not go, or when nothing signs them', async () => {
    const { folder, remove } = temporaryFolder()
    const { CALLBACK_SECRET } = env
    const service = await startLocalProcess({ DATA_DIR: folder, CALLBACK_SECRET })
    for (const callback of [
      'http://127.0.0.1:80/',
      'http://[::1]/',
      'http://169.254.169.254/latest',
      'http://localhost/',
    ]) {
      assert.deepEqual(await refusalOf(service, callback), [403, 'callback-not-allowed'], callback)
    }
    for (const callback of ['ftp://example.com/', '', `https://example.com/${'x'.repeat(2030)}`]) {
      assert.deepEqual(await refusalOf(service, callback), [400, 'request-not-valid'], callback)
    }
    await service.end('SIGKILL')
    const unsigned = await startLocalProcess({ DATA_DIR: folder })
    assert.deepEqual(await refusalOf(unsigned, 'https://example.com/'), [403, 'callbacks-off'])
    await unsigned.end('SIGKILL')
    remove()
  })
})
