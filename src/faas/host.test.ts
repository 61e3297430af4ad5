import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { logger } from '../../test/logger.ts'
import { Failure } from '../errors/failure.ts'
import type { Handler } from './handler.ts'
import { type Host, startHost } from './host.ts'
import { readHostSettings } from './host-settings.ts'
import type { HostedFunction } from './hosted-function.ts'

const hosts: Host[] = []

async function start(handler: Handler, env: Record<string, string> = {}, parts: Partial<HostedFunction> = {}) {
  const order: string[] = []
  const host = await startHost({
    hosted: {
      handler,
      maxBodyBytes: 100,
      registry: new Registry(),
      ready: async () => {},
      drain: () => void order.push('drain'),
      stop: async () => void order.push('stop'),
      ...parts,
    },
    settings: readHostSettings({
      host: '127.0.0.1',
      port: '0',
      metrics_port: '0',
      healthcheck_interval: '10ms',
      ...env,
    }),
    logger,
  })
  hosts.push(host)
  const call = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init)
  return { host, call, order }
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()))
})

const echo: Handler = ({ method, path, query, body }, context) =>
  context.status(201).succeed({ method, path, query, body: String(body) })

/** A handler that answers when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  let calls = 0
  const handler: Handler = async () => {
    calls++
    await promise
    return 'done'
  }
  return { handler, release: resolve, calls: () => calls }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await pause(2)
}

describe('a hosted function', () => {
  it('gets every method, path, query and body, and gives its answer', async () => {
    const { call } = await start(echo)
    const response = await call('/a/b?x=1', { method: 'PUT', body: 'text', headers: { 'x-call-id': 'c-1' } })
    assert.deepEqual(
      [response.status, await response.json()],
      [201, { method: 'PUT', path: '/a/b', query: { x: '1' }, body: 'text' }],
    )
    assert.equal(response.headers.get('x-call-id'), 'c-1')
    assert.match(response.headers.get('x-duration-seconds') ?? '', /^\d+\.\d{6}$/)
  })

  it('answers what a handler throws as a problem, and the next call works', async () => {
    const { call } = await start(({ path }) => {
      if (path === '/fails') throw new Error('secret')
      return 'fine'
    })
    const response = await call('/fails')
    assert.equal(response.status, 500)
    assert.ok(!(await response.text()).includes('secret'))
    assert.equal(await (await call('/')).text(), 'fine')
  })

  it('is healthy, and ready as soon as what it needs answers', async () => {
    let needed: Failure | undefined = new Failure('store-unavailable')
    const ready = async () => {
      if (needed) throw needed
    }
    const { call } = await start(echo, {}, { ready })
    assert.equal((await call('/_/health')).status, 200)
    assert.equal((await call('/_/ready')).status, 503)
    needed = undefined
    assert.equal((await call('/_/ready')).status, 200)
  })

  it('refuses more calls at once than it may take, before it reads them', async () => {
    const { handler, release, calls } = held()
    const { call } = await start(handler, { max_inflight: '2' })
    const taken = [call('/'), call('/')]
    await until(() => calls() === 2)
    const refused = await call('/', { method: 'POST', body: 'x'.repeat(1000) })
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2'])
    assert.equal((await call('/_/ready')).status, 429)
    assert.equal((await call('/_/health')).status, 200)
    release()
    assert.deepEqual(await Promise.all(taken.map(async (one) => (await one).status)), [200, 200])
    assert.equal((await call('/')).status, 200)
  })

  it('counts a call that was given up while it was sent no longer', async () => {
    const { host, call } = await start(echo, { max_inflight: '1' })
    const socket = connect(Number(new URL(host.url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 50\r\n\r\nhalf')
    for (let status = 0; status !== 429; await pause(2)) status = (await call('/')).status
    socket.destroy()
    for (let status = 0; status !== 201; await pause(2)) status = (await call('/')).status
  })

  it('tells a caller when the handler takes too long, and still counts that call until it ends', async () => {
    const { handler, release } = held()
    const { call } = await start(handler, { exec_timeout: '20ms', max_inflight: '1' })
    assert.equal((await call('/')).status, 504)
    assert.equal((await call('/')).status, 429)
    release()
    for (let status = 0; status !== 200; await pause(2)) status = (await call('/')).status
  })

  it('refuses a body that is too large', async () => {
    const { call } = await start(echo)
    assert.equal((await call('/', { method: 'POST', body: 'x'.repeat(101) })).status, 413)
  })

  it('counts under the names of the watchdog', async () => {
    const { host, call } = await start(echo)
    await call('/')
    const metrics = await (await fetch(`${host.metricsUrl}/metrics`)).text()
    assert.match(metrics, /^http_requests_total\{code="201",method="GET"\} 1$/m)
    assert.match(metrics, /^http_requests_in_flight 0$/m)
    assert.match(metrics, /^http_request_duration_seconds_count\{code="201",method="GET"\} 1$/m)
  })

  it('ends without losing a call: unhealthy first, then what is in flight, then its own parts', async () => {
    const { handler, release, calls } = held()
    const { host, call, order } = await start(handler, { healthcheck_interval: '10s' })
    const taken = call('/')
    await until(() => calls() === 1)
    hosts.splice(0)
    const stopped = host.stop()
    assert.equal((await call('/_/health')).status, 503)
    await pause(10)
    assert.deepEqual(order, ['drain'])
    release()
    assert.equal((await taken).status, 200)
    await stopped
    assert.deepEqual(order, ['drain', 'stop'])
  })

  it('does not start with a time for answers that cuts its handler off', () => {
    assert.throws(() => readHostSettings({ exec_timeout: '2m' }), { code: 'settings-not-valid' })
  })
})
