import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { resize, type StatusBody, submit, waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { withBrokenPixels } from '../pictures.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the API of a running service', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let picture: Buffer
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: folder, MAX_SOURCE_BYTES: '100000', ENGINE_SLOTS: '1' })
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
    picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369', noise } })
      .png()
      .toBuffer()
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const problem = async (response: Response, status: number, code: string) => {
    const body = (await response.json()) as { code: string; title: string; status: number }
    assert.deepEqual([response.status, body.code, body.status], [status, code, status])
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
    assert.ok(body.title.length > 10)
  }
  const get = (path: string, init?: RequestInit) => fetch(`${service.url}${path}`, init)

  it('answers 202 at once, then the picture resized', async () => {
    const response = await submit(service.url, picture, { width: '32', height: 24 })
    const { identifier, status } = (await response.json()) as StatusBody
    assert.deepEqual([response.status, status], [202, 'queued'])
    assert.match(identifier, /^[0-9a-f]{32}$/)
    assert.equal(response.headers.get('location'), `/api/${identifier}`)
    assert.equal(response.headers.get('identifier'), identifier)
    assert.ok(response.headers.get('retry-after'))

    const done = await waitForEnd(service.url, identifier)
    assert.deepEqual(
      [done.status, done.width, done.height, done.format, done.attempts],
      ['completed', 32, 24, 'png', 1],
    )
    const result = Buffer.from(done.image ?? '', 'base64')
    const { width, height, format } = await sharp(result).metadata()
    assert.deepEqual([width, height, format], [32, 24, 'png'])
    assert.equal(done.result?.digest, sha256(result))
  })

  it('gives the format that is asked for, with its media type and name', async () => {
    const response = await submit(service.url, picture, { width: 32, format: 'jpeg', quality: 60 })
    const { identifier } = (await response.json()) as StatusBody
    assert.equal((await waitForEnd(service.url, identifier)).format, 'jpeg')
    const result = await get(`/api/${identifier}/picture`)
    assert.equal(result.headers.get('content-type'), 'image/jpeg')
    assert.match(result.headers.get('content-disposition') ?? '', /\.jpeg"$/)
    assert.equal((await sharp(Buffer.from(await result.arrayBuffer())).metadata()).format, 'jpeg')
  })

  it('refuses a result that would be too large when it is asked for, not later', async () => {
    const response = await submit(service.url, picture, { width: 16, height: 1999, fit: 'outside' })
    await problem(response, 422, 'picture-sides-too-large')
  })

  it('takes a data URL, the bytes themselves, and a trailing slash', async () => {
    const image = `data:image/png;base64,${picture.toString('base64')}`
    const asUrl = await get('/api', { method: 'POST', body: JSON.stringify({ image, width: 8 }) })
    const asBytes = await get('/api/?width=8', {
      method: 'POST',
      body: picture,
      headers: { 'content-type': 'image/png' },
    })
    for (const response of [asUrl, asBytes]) {
      assert.equal(response.status, 202)
      const { identifier } = (await response.json()) as StatusBody
      const done = await waitForEnd(service.url, identifier)
      assert.deepEqual([done.width, done.height], [8, 6])
      assert.equal((await get(`/api/${identifier}/`)).status, 200)
    }
  })

  it('gives the picture as bytes with an ETag, to caches and to <img>', async () => {
    const { identifier, result } = await resize(service.url, picture, { width: 16 })
    const response = await get(`/api/${identifier}/picture`)
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.equal(sha256(bytes), result?.digest)
    assert.equal(response.headers.get('content-type'), 'image/png')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    const etag = response.headers.get('etag') ?? ''
    assert.equal(etag, `"${result?.digest}"`)
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await get(`/api/${identifier}/picture`, { headers: { 'if-none-match': tag } })
      assert.deepEqual([again.status, (await again.arrayBuffer()).byteLength], [304, 0])
    }
    const negotiated = await get(`/api/${identifier}`, { headers: { accept: 'image/png,image/*;q=0.8' } })
    assert.equal(sha256(Buffer.from(await negotiated.arrayBuffer())), result?.digest)
    const head = await get(`/api/${identifier}/picture`, { method: 'HEAD' })
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(bytes.length)])
    const source = await get(`/api/${identifier}/source`)
    assert.equal(sha256(Buffer.from(await source.arrayBuffer())), sha256(picture))
  })

  it('gives the same bytes for the same source and options', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => resize(service.url, picture, { width: 20, fit: 'contain', height: 20 })),
    )
    assert.equal(one?.result?.digest, two?.result?.digest)
    assert.notEqual(one?.identifier, two?.identifier)
  })

  it('is the same operation for the same Idempotency-Key, and a conflict for another request', async () => {
    const key = { 'idempotency-key': 'order-1' }
    const first = (await (await submit(service.url, picture, { width: 9 }, key)).json()) as StatusBody
    const second = await submit(service.url, picture, { width: 9 }, key)
    assert.equal(second.status, 202)
    assert.equal(((await second.json()) as StatusBody).identifier, first.identifier)
    await problem(await submit(service.url, picture, { width: 10 }, key), 409, 'idempotency-conflict')
  })

  it('erases on DELETE: the pictures are gone, the operation is known', async () => {
    const { identifier } = await resize(service.url, picture, { width: 12 })
    assert.equal((await get(`/api/${identifier}`, { method: 'DELETE' })).status, 204)
    assert.equal((await get(`/api/${identifier}`, { method: 'DELETE' })).status, 204)
    const body = (await (await get(`/api/${identifier}`)).json()) as StatusBody
    assert.deepEqual([body.status, body.image, body.result], ['expired', undefined, null])
    await problem(await get(`/api/${identifier}/picture`), 410, 'picture-gone')
    await problem(await get(`/api/${identifier}/source`), 410, 'picture-gone')
  })

  it('fails an operation whose picture turns out to be broken inside, and says why', async () => {
    const broken = Buffer.from(picture)
    // The compressed data changes with its checksum intact: only inflating it shows.
    const { status, error } = await resize(service.url, withBrokenPixels(broken), { width: 12 })
    assert.deepEqual([status, error?.code], ['failed', 'picture-malformed'])
  })

  it('refuses, with a stable code, what is not a request', async () => {
    const post = (body: string, type = 'application/json') =>
      get('/api/', { method: 'POST', body, headers: { 'content-type': type } })
    await problem(await post('{'), 400, 'body-not-json')
    await problem(await post('{}'), 400, 'request-not-valid')
    await problem(await post('{"image":"?","width":1}'), 400, 'base64-not-valid')
    await problem(await post('<x/>', 'application/xml'), 415, 'media-type-not-supported')
    await problem(await submit(service.url, picture, { width: 2000 }), 400, 'request-not-valid')
    await problem(await submit(service.url, picture, {}), 400, 'request-not-valid')
    await problem(await submit(service.url, Buffer.alloc(0), { width: 1 }), 422, 'picture-empty')
    await problem(await submit(service.url, Buffer.from('GIF89a'), { width: 1 }), 422, 'picture-malformed')
    await problem(await submit(service.url, Buffer.from('hello'), { width: 1 }), 415, 'picture-format-not-supported')
    await problem(await submit(service.url, Buffer.alloc(100_001), { width: 1 }), 413, 'picture-too-large')
    await problem(await post(`{"image":"${'A'.repeat(300_000)}"}`), 413, 'body-too-large')
  })

  it('tells what it takes before it is sent anything', async () => {
    const response = await get('/api/')
    assert.equal(response.status, 200)
    const { limits } = (await response.json()) as { limits: Record<string, number> }
    assert.equal(limits['maxSourceBytes'], 100_000, 'as this service is set')
    assert.equal(limits['maxSide'], 1999)
  })

  it('refuses what is not an address of it', async () => {
    await problem(await get(`/api/${'f'.repeat(32)}`), 404, 'operation-not-found')
    await problem(await get('/api/x'), 404, 'operation-not-found')
    await problem(await get(`/api/${'f'.repeat(32)}/picture`), 404, 'operation-not-found')
    await problem(await get(`/api/${'f'.repeat(32)}/else`), 404, 'route-not-found')
    await problem(await get('/nothing'), 404, 'route-not-found')
    await problem(await get('/api/', { method: 'PUT' }), 405, 'method-not-allowed')
    await problem(await get(`/api/${'f'.repeat(32)}`, { method: 'POST' }), 405, 'method-not-allowed')
    await problem(await get(`/api/${'f'.repeat(32)}?wait=x`), 400, 'request-not-valid')
  })

  it('answers what is not even HTTP, and headers that are too large', async () => {
    const { hostname, port } = new URL(service.url)
    const answerTo = (bytes: string) =>
      new Promise<string>((resolve) => {
        let answer = ''
        const socket = connect(Number(port), hostname, () => socket.write(bytes))
        socket.on('data', (chunk) => (answer += chunk)).on('close', () => resolve(answer))
      })
    assert.match(await answerTo('nonsense\r\n\r\n'), /^HTTP\/1.1 400 .*problem\+json.*request-not-valid/s)
    assert.match(
      await answerTo(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`),
      /^HTTP\/1.1 431 .*headers-too-large/s,
    )
  })

  it('answers 202 while the operation has not ended, also after waiting in vain', async () => {
    const large = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    const response = await submit(service.url, large, { width: 1999 })
    const { identifier } = (await response.json()) as StatusBody
    const early = await get(`/api/${identifier}`)
    assert.equal(early.status, 202)
    await problem(await get(`/api/${identifier}/picture`), 409, 'result-not-ready')
    assert.equal((await waitForEnd(service.url, identifier)).status, 'completed')
    const waited = await get(`/api/${identifier}`, { headers: { prefer: 'wait=10' } })
    assert.equal(waited.status, 200)
  })
})
