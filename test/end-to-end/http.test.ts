import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { resize, type StatusBody, waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

describe('HTTP at the edge of the service', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let picture: Buffer
  let done: StatusBody
  let result: Buffer
  before(async () => {
    service = await startLocalProcess({
      DATA_DIR: folder,
      ENGINE_SLOTS: '1',
      RATE_LIMIT: '1000',
      CORS_ORIGINS: 'https://pages.example, https://other.example/',
    })
    picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    done = await resize(service.url, picture, { width: 32 })
    result = Buffer.from(done.image ?? '', 'base64')
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const call = (path: string, init?: RequestInit) => fetch(`${service.url}${path}`, init)
  const refused = async (response: Response, status: number, code: string) =>
    assert.deepEqual(
      [response.status, ((await response.json()) as { code: string }).code, response.headers.get('content-type')],
      [status, code, 'application/problem+json'],
    )
  const get = (path: string, headers: Record<string, string>) => call(path, { headers })

  it('takes a form with a picture and its options', async () => {
    const form = new FormData()
    form.append('width', '20')
    form.append('fit', 'inside')
    form.append('image', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'photo.png')
    const response = await call('/api/', { method: 'POST', body: form })
    assert.equal(response.status, 202)
    const { identifier } = (await response.json()) as StatusBody
    assert.equal((await waitForEnd(service.url, identifier)).width, 20)
    await refused(await call('/api/', { method: 'POST', body: new FormData() }), 400, 'request-not-valid')
  })

  it('takes a batch, each request with its own outcome', async () => {
    const image = picture.toString('base64')
    const requests = [{ image, width: 5 }, { image: '?', width: 5 }, { image, width: 6 }, { image }]
    const post = async () =>
      (await (
        await call('/api/batch', {
          method: 'POST',
          body: JSON.stringify({ requests }),
          headers: { 'content-type': 'application/json', 'idempotency-key': 'batch-1' },
        })
      ).json()) as { outcomes: { status: number; operation?: StatusBody; problem?: { code: string } }[] }
    const { outcomes } = await post()
    assert.deepEqual(
      outcomes.map(({ status, problem }) => [status, problem?.code]),
      [
        [202, undefined],
        [400, 'base64-not-valid'],
        [202, undefined],
        [400, 'request-not-valid'],
      ],
    )
    assert.equal((await waitForEnd(service.url, outcomes[2]?.operation?.identifier ?? '')).width, 6)
    const again = await post()
    assert.equal(again.outcomes[0]?.operation?.identifier, outcomes[0]?.operation?.identifier)
  })

  it('takes a batch as a form whose pictures share the options', async () => {
    const form = new FormData()
    form.append('width', '7')
    for (const name of ['a', 'b'])
      form.append('image', new Blob([new Uint8Array(picture)], { type: 'image/png' }), name)
    const response = await call('/api/batch', { method: 'POST', body: form })
    assert.equal(response.status, 207)
    assert.equal(((await response.json()) as { outcomes: unknown[] }).outcomes.length, 2)
  })

  it('gives parts of a picture, and only its headers to HEAD', async () => {
    const path = `/api/${done.identifier}/picture`
    const etag = `"${done.result?.digest}"`
    const part = await get(path, { range: 'bytes=8-15' })
    assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 8-15/${result.length}`])
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), result.subarray(8, 16))
    assert.equal((await get(path, { range: 'bytes=8-15', 'if-range': etag })).status, 206)
    assert.equal((await get(path, { range: 'bytes=8-15', 'if-range': '"else"' })).status, 200)
    const beyond = await get(path, { range: 'bytes=999999-' })
    assert.equal(beyond.headers.get('content-range'), `bytes */${result.length}`)
    await refused(beyond, 416, 'range-not-satisfiable')
    const head = await call(path, { method: 'HEAD' })
    assert.deepEqual(
      [head.status, head.headers.get('content-length'), head.headers.get('accept-ranges'), head.headers.get('etag')],
      [200, String(result.length), 'bytes', etag],
    )
  })

  it('gives what the client takes, and says when there is nothing of that', async () => {
    const typeOf = async (accept: string) => {
      const response = await get(`/api/${done.identifier}`, { accept })
      return response.status === 200 ? response.headers.get('content-type') : response.status
    }
    assert.equal(await typeOf('*/*'), 'application/json')
    assert.equal(await typeOf('application/json;q=0.5, image/*;q=0.4'), 'application/json')
    assert.equal(await typeOf('image/avif,image/webp,image/*,*/*;q=0.8'), 'image/png')
    assert.equal(await typeOf('text/html'), 406)
    assert.equal(await typeOf('image/webp'), 406)
    await refused(await get(`/api/${done.identifier}/picture`, { accept: 'image/webp' }), 406, 'not-acceptable')
    await refused(await call('/api/', { method: 'POST', headers: { accept: 'text/html' } }), 406, 'not-acceptable')
  })

  it('says which methods there are, when it is asked and when one is wrong', async () => {
    const allowed = async (path: string, method: string) => {
      const response = await call(path, { method })
      await response.arrayBuffer()
      return [response.status, response.headers.get('allow')]
    }
    assert.deepEqual(await allowed('/api/', 'PUT'), [405, 'POST, GET, HEAD, OPTIONS'])
    assert.deepEqual(await allowed(`/api/${done.identifier}`, 'PATCH'), [405, 'GET, HEAD, DELETE, OPTIONS'])
    assert.deepEqual(await allowed(`/api/${done.identifier}/picture`, 'DELETE'), [405, 'GET, HEAD, OPTIONS'])
    assert.deepEqual(await allowed('/api/lookup', 'GET'), [405, 'POST, OPTIONS'])
  })

  it('lets the pages of the named origins use it, and no others', async () => {
    const from = (origin: string, init: RequestInit = {}) =>
      call('/api/', {
        method: 'POST',
        body: '{}',
        ...init,
        headers: { origin, 'sec-fetch-site': 'cross-site', ...(init.headers as Record<string, string>) },
      })
    for (const origin of ['https://pages.example', 'https://other.example']) {
      const answer = await from(origin)
      assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [400, origin])
      assert.match(answer.headers.get('access-control-expose-headers') ?? '', /identifier/)
    }
    const stranger = await from('https://evil.example')
    assert.equal(stranger.headers.get('access-control-allow-origin'), null)
    await refused(stranger, 403, 'cross-site-refused')
    const preflight = await from('https://pages.example', {
      method: 'OPTIONS',
      body: null,
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    assert.equal(preflight.status, 204)
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /POST/)
    const elsewhere = await call('/function/resize-submit', {
      method: 'POST',
      headers: { origin: 'https://pages.example', 'sec-fetch-site': 'cross-site' },
    })
    await refused(elsewhere, 403, 'cross-site-refused')
  })

  it('refuses at once what no honest client sends', async () => {
    const post = (body: string) =>
      call('/api/', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const image = picture.toString('base64')
    for (const body of [
      `{"image":"${image}","width":1,"width":2}`,
      `{"image":"${image}","width":1,"__proto__":{}}`,
      `{"image":"${image}","width":1e400}`,
      '['.repeat(1_000_000),
      `{"a":${'{"a":'.repeat(100_000)}`,
    ]) {
      await refused(await post(body), 400, 'body-not-json')
    }
    const packed = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
    await refused(await call('/api/', { method: 'POST', body: '{}', headers: packed }), 415, 'media-type-not-supported')
  })

  it('asks for a length where a body has none', async () => {
    const { hostname, port } = new URL(service.url)
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), hostname, () =>
        socket.write('POST /api/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
      )
      socket.on('data', (data) => (text += data)).on('close', () => resolve(text))
    })
    assert.match(answer, /^HTTP\/1.1 411 .*length-required/s)
  })

  it('guards every answer, and tells how many requests are left', async () => {
    for (const path of ['/api/x', '/nothing', `/api/${done.identifier}`, '/healthz']) {
      const { headers } = await call(path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
    }
    const { headers } = await call('/api/x')
    assert.equal(headers.get('ratelimit-policy'), '"minute";q=1000;w=60')
    assert.match(headers.get('ratelimit') ?? '', /^"minute";r=\d+;t=\d+$/)
  })

  it('refuses who asks too often, and says when to come again', async () => {
    const few = temporaryFolder()
    const strict = await startLocalProcess({ DATA_DIR: few.folder, ENGINE_SLOTS: '1', RATE_LIMIT: '2' })
    const ask = () => fetch(`${strict.url}/api/x`)
    assert.deepEqual([(await ask()).status, (await ask()).status], [404, 404])
    const third = await ask()
    assert.match(third.headers.get('retry-after') ?? '', /^[1-6]?\d$/)
    assert.match(third.headers.get('ratelimit') ?? '', /r=0/)
    await refused(third, 429, 'too-many-requests')
    assert.equal((await fetch(`${strict.url}/healthz`)).status, 200)
    await strict.end('SIGKILL')
    few.remove()
  })
})
