import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as open, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'
import { hasCode } from '../src/errors/failure.ts'
import { forward, NeverSent } from './forward.ts'

async function listen(t: TestContext, server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

const serve = (t: TestContext, listener: RequestListener) => listen(t, createServer(listener))

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A server that forwards to these ports by turns until one has answered; its outcomes, and a call to it. */
async function stage(
  t: TestContext,
  ports: readonly number[],
  { timeoutMs = 5000, gone = new AbortController().signal } = {},
) {
  const failures: unknown[] = []
  const { promise: left, resolve: leaves } = Promise.withResolvers<void>()
  const port = await serve(t, async (request, response) => {
    const caller = new AbortController()
    response.once('close', () => {
      caller.abort()
      leaves()
    })
    for (const target of ports) {
      try {
        const call = { request, path: request.url ?? '/', signal: caller.signal }
        const answer = await forward(call, { host: '127.0.0.1', port: target, timeoutMs, gone })
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        return answer.pipe(response)
      } catch (error) {
        failures.push(error)
        if (!(error instanceof NeverSent)) break
      }
    }
    return response.writeHead(503).end()
  })
  const call = (init?: RequestInit) => fetch(`http://127.0.0.1:${port}/a?b=c`, init)
  return { port, failures, left, call }
}

describe('a call on its way to a replica', () => {
  const echo: RequestListener = (request, response) => request.pipe(response)

  it('goes whole to the next one when the first cannot be connected', async (t) => {
    const { call, failures } = await stage(t, [await deadPort(), await serve(t, echo)])
    const response = await call({ method: 'POST', body: 'x'.repeat(300_000) })
    assert.equal((await response.text()).length, 300_000)
    assert.ok(failures[0] instanceof NeverSent)
  })

  it('does not go to another one when it was cut off', async (t) => {
    let calls = 0
    const cut: RequestListener = (request) => {
      calls++
      request.socket.destroy()
    }
    const port = await serve(t, cut)
    const { call, failures } = await stage(t, [port, port])
    for (const method of ['POST', 'GET']) {
      calls = 0
      assert.equal((await call({ method })).status, 503)
      assert.equal(calls, 1, method)
      assert.ok(hasCode(failures.at(-1), 'function-unavailable'))
    }
  })

  it('takes too long when nothing comes', async (t) => {
    const { call, failures } = await stage(t, [await serve(t, () => {})], { timeoutMs: 100 })
    await call()
    assert.ok(hasCode(failures[0], 'function-timed-out'))
  })

  it('ends when its replica has ended without a word', async (t) => {
    const gone = new AbortController()
    const { call, failures } = await stage(t, [await listen(t, createSocketServer())], { gone: gone.signal })
    setTimeout(() => gone.abort(), 50)
    await call({ method: 'POST', body: 'x' })
    assert.ok(hasCode(failures[0], 'function-unavailable'))
  })

  it('is passed on as it comes, and so is its answer', async (t) => {
    const { port } = await stage(t, [await serve(t, echo)])
    const sent = open({ host: '127.0.0.1', port, method: 'POST' })
    sent.write('first')
    const [answer] = await once(sent, 'response')
    const [chunk] = await once(answer, 'data')
    assert.equal(String(chunk), 'first')
    sent.end('second')
    assert.equal(await text(answer), 'second')
  })

  it('ends at the function when the caller goes', async (t) => {
    const { promise: ended, resolve: ends } = Promise.withResolvers<void>()
    const { port } = await stage(t, [await serve(t, (request) => request.socket.once('close', () => ends()))])
    const sent = open({ host: '127.0.0.1', port, method: 'POST' })
    sent.on('error', () => {})
    sent.end('x')
    setTimeout(() => sent.destroy(), 100)
    await ended
  })

  it('keeps its length, its own headers, and says who called', async (t) => {
    const tell: RequestListener = (request, response) =>
      response.end(JSON.stringify({ ...request.headers, url: request.url }))
    const { call } = await stage(t, [await serve(t, tell)])
    const headers = { 'x-call-id': '1', 'x-forwarded-for': '10.0.0.1', te: 'trailers' }
    const seen = JSON.parse(await (await call({ method: 'POST', body: 'four', headers })).text())
    assert.equal(seen['content-length'], '4')
    assert.equal(seen['x-call-id'], '1')
    assert.equal(seen['x-forwarded-for'], '10.0.0.1')
    assert.match(seen['x-forwarded-host'], /^127\.0\.0\.1:/)
    assert.equal(seen['te'], undefined)
    assert.equal(seen.url, '/a?b=c')
  })
})
