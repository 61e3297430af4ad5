import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { Agent } from 'undici'
import { createInvoker } from './invoker.ts'
import { toDelivery } from './retry-topics.ts'

const delivery = toDelivery(
  { topic: 't', partition: 0, offset: 0, key: null, value: Buffer.from([0, 255]), headers: {}, timestamp: 0 },
  undefined,
)

describe('the invoker', () => {
  let server: Server
  let listener: RequestListener
  let dispatcher: Agent

  beforeEach(async () => {
    dispatcher = new Agent()
    server = createServer((request, response) => listener(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    await dispatcher.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const invoke = (functionName: string, timeoutMs = 10_000) => {
    const { port } = server.address() as AddressInfo
    const gatewayUrl = `http://127.0.0.1:${port}`
    return createInvoker({
      name: 'host:1',
      gatewayUrl,
      contentType: 'text/plain',
      timeoutMs,
      asyncInvocation: false,
      dispatcher,
      clock: () => 0,
    })(functionName, delivery)
  }

  it('posts the bytes of the message to the function and gives the answer back as a value', async () => {
    listener = async (request, response) => {
      const body = await buffer(request)
      response.writeHead(503, { 'Retry-After': '2' }).end(`${request.method} ${request.url} ${body.toString('hex')}`)
    }
    assert.deepEqual(await invoke('a/../b'), {
      kind: 'answered',
      status: 503,
      retryAfterMs: 2000,
      body: 'POST /function/a%2F..%2Fb 00ff',
    })
  })

  it('does not follow redirects', async () => {
    listener = (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end()
    assert.deepEqual(await invoke('f'), { kind: 'answered', status: 302, body: '' })
  })

  it('keeps only the beginning of a body, and reads no body without an end', async () => {
    listener = (_, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x')
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', write)
      write()
    }
    assert.deepEqual(await invoke('f'), { kind: 'answered', status: 200, body: 'x'.repeat(4096) })
  })

  it('gives up after the time-out, also when only the body does not end', async () => {
    listener = () => {}
    assert.deepEqual(await invoke('f', 20), { kind: 'timed-out' })
    listener = (_, response) => response.write('beginning')
    assert.deepEqual(await invoke('f', 200), { kind: 'timed-out' })
  })

  it('says that nobody was reached when the connection breaks, before or within the answer', async () => {
    listener = (request) => request.destroy()
    assert.equal((await invoke('f')).kind, 'unreachable')
    listener = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('part', () => response.destroy())
    }
    assert.equal((await invoke('f')).kind, 'unreachable')
  })
})
