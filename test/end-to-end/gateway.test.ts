import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import type { StatusBody } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

describe('the gateway routes of OpenFaaS', () => {
  const { folder, remove } = temporaryFolder()
  const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`
  let service: LocalProcess
  let body: string
  before(async () => {
    const secrets = join(folder, 'run-secrets')
    mkdirSync(secrets)
    writeFileSync(join(secrets, 'basic-auth-user'), 'admin')
    writeFileSync(join(secrets, 'basic-auth-password'), 'secret')
    service = await startLocalProcess({
      DATA_DIR: folder,
      basic_auth: 'true',
      secret_mount_path: secrets,
      ENGINE_SLOTS: '1',
    })
    const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    body = JSON.stringify({ image: picture.toString('base64'), width: 4, height: 3 })
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${service.url}${path}`, { ...init, headers: { authorization, ...init.headers } })
  const json = async (path: string) => (await call(path)).json()
  const post = (path: string, body: string, method = 'POST') => call(path, { method, body })

  it('invoke functions, with or without their namespace, and give each call an ID', async () => {
    for (const name of ['resize-submit', 'resize-submit.openfaas-fn']) {
      const response = await post(`/function/${name}`, body)
      assert.equal(response.status, 202)
      assert.ok(response.headers.get('x-call-id'))
      const { identifier } = (await response.json()) as StatusBody
      const status = await call(`/function/resize-status/${identifier}?wait=20`)
      assert.equal(((await status.json()) as StatusBody).status, 'completed')
    }
    assert.equal((await post('/function/nope', '')).status, 404)
    assert.equal((await post('/function/resize-submit.other', '')).status, 404)
  })

  it('tell of the operation that a body names, for callers that cannot give a function a path', async () => {
    const submitted = await (await post('/function/resize-submit.openfaas-fn', body)).text()
    const status = await post('/function/resize-status.openfaas-fn?wait=20', submitted)
    assert.equal(status.status, 200)
    assert.equal(((await status.json()) as StatusBody).identifier, JSON.parse(submitted).identifier)
    const refused = async (text: string) =>
      ((await (await post('/function/resize-status', text)).json()) as { code: string }).code
    assert.equal(await refused('{"identifier":"x"}'), 'operation-not-found')
    assert.equal(await refused('{"identifier":1}'), 'request-not-valid')
    assert.equal(await refused(''), 'body-not-json')
    assert.equal((await call('/function/resize-status')).status, 405)
  })

  it('list and describe functions as faas-cli expects them', async () => {
    const functions = (await json('/system/functions')) as Record<string, unknown>[]
    const names = functions.map(({ name }) => name)
    assert.deepEqual(names, [
      'resize-submit',
      'resize-status',
      'resize-lookup',
      'resize-worker',
      'resize-dead-letters',
      'resize-playback',
      'resize-sweep',
    ])
    const worker = (await json('/system/function/resize-worker?usage=1')) as Record<string, unknown>
    assert.equal(worker['namespace'], 'openfaas-fn')
    assert.deepEqual(worker['annotations'], { topic: 'resize-requests' })
    assert.ok(Number(worker['availableReplicas']) >= 1 && Number(worker['invocationCount']) >= 1)
    assert.equal((await call('/system/function/nope')).status, 404)
  })

  it('tell what they are', async () => {
    const info = (await json('/system/info')) as {
      provider: { provider: string; orchestration: string; version: object }
    }
    assert.ok(info.provider.provider && info.provider.orchestration && info.provider.version)
    assert.deepEqual(await json('/system/namespaces'), ['openfaas-fn'])
    assert.equal((await call('/healthz')).status, 200)
  })

  it('scale the worker, and nothing that has one replica', async () => {
    assert.equal(
      (await post('/system/scale-function/resize-worker', '{"serviceName":"resize-worker","replicas":2}')).status,
      202,
    )
    const { replicas } = (await json('/system/function/resize-worker')) as { replicas: number }
    assert.equal(replicas, 2)
    assert.equal((await post('/system/scale-function/resize-submit', '{"replicas":2}')).status, 400)
    assert.equal((await post('/system/scale-function/resize-worker', '{"replicas":"2"}')).status, 400)
    assert.equal((await post('/system/scale-function/resize-worker', '{"replicas":0}')).status, 202)
    assert.equal(((await json('/system/function/resize-worker')) as { replicas: number }).replicas, 1)
    assert.equal((await post('/system/scale-function/nope', '{"replicas":1}')).status, 404)
  })

  it('keep secrets whose values nobody can read back', async () => {
    assert.equal((await post('/system/secrets', '{"name":"s1","value":"abc"}')).status, 202)
    assert.deepEqual(await json('/system/secrets'), [{ name: 's1', namespace: 'openfaas-fn' }])
    assert.equal((await post('/system/secrets', '{"name":"s1"}', 'DELETE')).status, 202)
    assert.equal((await post('/system/secrets', '{"name":"s1"}', 'DELETE')).status, 404)
    assert.equal((await post('/system/secrets', '{"name":"../x","value":""}')).status, 400)
  })

  it('give the log of a function as lines of JSON, and go on when it is followed', async () => {
    const lines = (await (await call('/system/logs?name=resize-submit&tail=5&follow=false')).text()).trim().split('\n')
    const line = JSON.parse(lines[0] ?? '') as Record<string, string>
    assert.deepEqual(Object.keys(line), ['name', 'namespace', 'instance', 'timestamp', 'text'])
    assert.ok(lines.length <= 5)
    assert.doesNotMatch(lines.join(), new RegExp(JSON.parse(body).image))

    const followed = await call('/system/logs?name=resize-sweep&follow=true&tail=0')
    const reader = followed.body?.getReader()
    await post('/function/resize-sweep', '')
    const chunk = await reader?.read()
    assert.match(Buffer.from(chunk?.value ?? []).toString(), /"name":"resize-sweep"/)
    await reader?.cancel()
    assert.equal((await call('/system/logs?name=nope')).status, 404)
  })

  it('say that functions cannot be deployed here', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      assert.equal((await post('/system/functions', '{}', method)).status, 501)
  })

  it('ask for credentials at /system, and only there', async () => {
    for (const path of ['/system/functions', '/system/secrets', '/system/logs?name=resize-submit', '/system/info']) {
      const refused = await fetch(`${service.url}${path}`)
      assert.equal(refused.status, 401)
      assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="Restricted"')
      await refused.arrayBuffer()
    }
    assert.equal((await fetch(`${service.url}/healthz`)).status, 200)
  })

  it('let no page of another site change anything through the browser of somebody who may', async () => {
    const crossSite = { 'sec-fetch-site': 'cross-site' }
    const init = { method: 'POST', body: '{"name":"s2","value":"abc"}', headers: crossSite }
    assert.equal((await call('/system/secrets', init)).status, 403)
    assert.equal((await call('/api/', init)).status, 403)
    assert.equal((await call('/system/functions', { headers: crossSite })).status, 200)
    assert.equal((await call('/system/secrets', { ...init, headers: { 'sec-fetch-site': 'same-origin' } })).status, 202)
  })

  it('count invocations, operations and the topic’s lag', async () => {
    const metrics = await (await call('/metrics')).text()
    assert.match(
      metrics,
      /gateway_function_invocation_total\{function_name="resize-submit.openfaas-fn",code="202"\} \d/,
    )
    assert.match(metrics, /picture_resize_operations\{status="completed"\} 3/)
    assert.match(metrics, /picture_resize_stage_seconds_count\{stage="total",status="completed"\} 3/)
    assert.match(metrics, /picture_resize_oldest_queued_seconds 0/)
    assert.match(metrics, /connector_lag_messages\{topic="resize-requests",partition="0"\} 0/)
  })

  it('make asynchronous calls and send the answer to a callback on this machine', async () => {
    const received: { request: IncomingMessage; body: string }[] = []
    const listener = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        received.push({ request, body })
        response.end()
        listener.emit('received')
      })
    })
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const callback = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/done`
    const arrival = once(listener, 'received')
    const headers = { 'x-callback-url': callback }
    const response = await call('/async-function/resize-submit', { method: 'POST', body, headers })
    assert.deepEqual([response.status, (await response.arrayBuffer()).byteLength], [202, 0])
    await arrival
    listener.close()
    const [{ request, body: answer } = assert.fail('no callback')] = received
    assert.equal(request.headers['x-call-id'], response.headers.get('x-call-id'))
    assert.deepEqual(
      [request.headers['x-function-status'], request.headers['x-function-name']],
      ['202', 'resize-submit'],
    )
    assert.equal(JSON.parse(answer).status, 'queued')
  })

  it('refuse callbacks that leave this machine, unknown functions and large bodies', async () => {
    for (const url of [
      'http://192.0.2.1/',
      'http://0.0.0.0/',
      'ftp://127.0.0.1/',
      'nonsense',
      'http://[2001:db8::1]/',
    ]) {
      const refused = await call('/async-function/resize-submit', {
        method: 'POST',
        body,
        headers: { 'x-callback-url': url },
      })
      assert.equal(refused.status, 403, url)
    }
    assert.equal((await post('/async-function/nope', body)).status, 404)
    assert.equal((await post('/async-function/resize-submit', 'x'.repeat(256_001))).status, 413)
  })
})
