import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FunctionEvent } from '../faas/handler.ts'
import { collect, isStreamed } from '../faas/streamed-body.ts'
import { createRemoteFunction, type RemoteFunction } from './remote-function.ts'

const TIMEOUT_MS = 300
const event: FunctionEvent = { body: Buffer.alloc(0), headers: {}, method: 'POST', query: {}, path: '/' }

interface Seen {
  readonly url: string | undefined
  readonly method: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

describe('a function of other processes', () => {
  const servers: Server[] = []
  const functions: RemoteFunction[] = []
  afterEach(async () => {
    for (const one of functions.splice(0)) one.close()
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  /** A process that answers with the bytes it was sent, after a while. */
  async function replica(afterMs = 0): Promise<{ url: string; seen: Seen[]; server: Server }> {
    const seen: Seen[] = []
    const server = createServer(async (request, response) => {
      const { url, method, headers } = request
      const body = await buffer(request)
      seen.push({ url, method, headers, body })
      await sleep(afterMs)
      const length = String(body.length)
      response.writeHead(201, { 'x-answered': 'yes', 'content-type': 'image/png', 'content-length': length }).end(body)
    })
    return { url: await listening(server), seen, server }
  }

  async function listening(server: Server): Promise<string> {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  function remote(...urls: string[]): RemoteFunction {
    const created = createRemoteFunction(urls, TIMEOUT_MS)
    functions.push(created)
    return created
  }

  it('is called by turns', async () => {
    const [one, two] = [await replica(), await replica()]
    const { invoke, replicas } = remote(one.url, two.url)
    for (let call = 0; call < 6; call++) await invoke(event)
    assert.deepEqual([one.seen.length, two.seen.length, replicas()], [3, 3, 2])
  })

  it('gives an answer on while it is being made', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const server = createServer(async (_request, response) => {
      response.write('one ')
      await promise
      response.end('two')
    })
    const { invoke } = remote(await listening(server))
    const { body } = await invoke(event)
    assert.ok(isStreamed(body))
    const pieces = body[Symbol.asyncIterator]()
    assert.equal(String((await pieces.next()).value), 'one ')
    resolve()
    assert.equal(String((await pieces.next()).value), 'two')
    assert.equal((await pieces.next()).done, true)
  })

  it('is given a body while it is being sent', async () => {
    const { promise: began, resolve } = Promise.withResolvers<void>()
    const server = createServer(async (request, response) => {
      request.once('data', () => resolve())
      response.end(await buffer(request))
    })
    const url = await listening(server)
    const body = new PassThrough()
    const answered = remote(url).invoke({ ...event, body })
    body.write('one ')
    await began
    body.end('two')
    assert.equal(String((await answered).body), 'one two')
  })

  it('is given a stream whole at the next address when one is dead', async () => {
    const [dead, alive] = [await replica(), await replica()]
    await new Promise((resolve) => dead.server.close(resolve))
    const { invoke } = remote(dead.url, alive.url)
    const source = Buffer.alloc(300_000, 'picture')
    for (let call = 0; call < 2; call++) {
      const body = Readable.from([source.subarray(0, 100_000), source.subarray(100_000)])
      const { status } = await invoke({ ...event, headers: { 'content-length': String(source.length) }, body })
      assert.equal(status, 201)
    }
    assert.deepEqual(
      alive.seen.map(({ body, headers }) => [body.equals(source), headers['content-length']]),
      [
        [true, '300000'],
        [true, '300000'],
      ],
    )
  })

  it('gives a long answer on as it comes, with its length', async () => {
    const { url } = await replica()
    const body = Buffer.alloc(300_000, 'picture')
    const { headers, body: answer } = await remote(url).invoke({ ...event, body })
    assert.equal(headers['content-length'], '300000')
    assert.ok(isStreamed(answer))
    assert.ok((await collect(answer)).equals(body))
  })

  it('is no longer called when the one who sends the body is gone', async () => {
    const cut = Promise.withResolvers<void>()
    const server = createServer((request) => request.once('error', () => cut.resolve()).resume())
    const body = new PassThrough()
    const answered = remote(await listening(server)).invoke({ ...event, body })
    body.write('one ')
    await once(server, 'request')
    body.destroy()
    await cut.promise
    assert.equal((await answered).status, 503)
  })

  it('is called at the next address when one is dead', async () => {
    const [dead, alive] = [await replica(), await replica()]
    await new Promise((resolve) => dead.server.close(resolve))
    const { invoke } = remote(dead.url, alive.url)
    for (let call = 0; call < 4; call++) assert.equal((await invoke(event)).status, 201)
    assert.equal(alive.seen.length, 4)
  })

  it('is not available when all are dead', async () => {
    const dead = await replica()
    await new Promise((resolve) => dead.server.close(resolve))
    const { status, headers } = await remote(dead.url, dead.url).invoke(event)
    assert.deepEqual([status, headers['content-type']], [503, 'application/problem+json'])
  })

  it('is not called twice when the answer was cut off: it may have done its work', async () => {
    const [one, two] = [await replica(10_000), await replica(10_000)]
    const answered = remote(one.url, two.url).invoke(event)
    while (one.seen.length + two.seen.length === 0) await sleep(5)
    for (const { server } of [one, two]) server.closeAllConnections()
    assert.equal((await answered).status, 503)
    assert.equal(one.seen.length + two.seen.length, 1)
  })

  it('took too long when it does not answer in time', async () => {
    const { url } = await replica(10_000)
    assert.equal((await remote(url).invoke(event)).status, 504)
  })

  it('is given the method, path, query and body as they came, and its answer is passed on as it is', async () => {
    const { url, seen } = await replica()
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const query = { text: 'a b+c&d=ü', list: ['1', '2'], empty: '' }
    const answer = await remote(url).invoke({ ...event, method: 'PUT', path: '/some/way', query, body })
    assert.deepEqual(answer.body, body)
    assert.deepEqual([answer.status, answer.headers['x-answered']], [201, 'yes'])
    const asked = new URL(seen[0]?.url ?? '', url)
    assert.equal(asked.pathname, '/some/way')
    assert.deepEqual(
      [...asked.searchParams],
      [
        ['text', 'a b+c&d=ü'],
        ['list', '1'],
        ['list', '2'],
        ['empty', ''],
      ],
    )
    assert.deepEqual([seen[0]?.method, seen[0]?.body], ['PUT', body])
  })

  it('is given the headers of the call, not those of its connection', async () => {
    const { url, seen } = await replica()
    const ofTheConnection = {
      connection: 'close, x-private',
      'keep-alive': 'timeout=1',
      te: 'trailers',
      host: 'elsewhere',
    }
    const headers = { ...ofTheConnection, 'x-private': 'mine', 'x-call-id': '7', 'content-type': 'image/png' }
    const answer = await remote(url).invoke({ ...event, headers })
    const given = seen[0]?.headers ?? {}
    assert.deepEqual([given['x-call-id'], given['content-type']], ['7', 'image/png'])
    assert.equal(given.host, new URL(url).host)
    for (const name of ['keep-alive', 'te', 'x-private']) assert.equal(given[name], undefined, name)
    for (const name of ['connection', 'keep-alive', 'transfer-encoding']) assert.equal(answer.headers[name], undefined)
  })
})
