import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { afterEach, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { createServer, streamBodies } from './server.ts'

const servers: FastifyInstance[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** A server that says how many bytes it was sent. @returns its port */
async function serve(maxBodyBytes: number): Promise<number> {
  const server = createServer({ maxBodyBytes, requestTimeoutMs: 400, headersTimeoutMs: 150 })
  servers.push(server)
  server.post('/', async ({ body }) => ({ bytes: (body as Buffer).length }))
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

/** A server that answers with the first piece of a body, before the rest has come. @returns its port */
async function serveStreams(maxBodyBytes: number): Promise<number> {
  const server = createServer({ maxBodyBytes, requestTimeoutMs: 5000 })
  servers.push(server)
  streamBodies(server, maxBodyBytes)
  server.post('/', async ({ body }) => {
    for await (const piece of (body as Readable).iterator({ destroyOnReturn: false })) return { first: String(piece) }
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as AddressInfo).port
}

/** Sends pieces until the server closes. @returns the answer, and how many bytes were sent */
function converse(port: number, head: string, piece: Buffer, everyMs: number) {
  return new Promise<{ answer: string; sent: number }>((resolve) => {
    let answer = ''
    let sent = 0
    const socket = connect(port, '127.0.0.1')
    const timer = setInterval(() => {
      if (!socket.writable || socket.writableNeedDrain) return
      socket.write(piece)
      sent += piece.length
    }, everyMs)
    socket.write(head)
    socket.on('data', (data) => (answer += data)).on('error', () => {})
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ answer, sent })
    })
  })
}

describe('what a server takes', () => {
  it('is a body of at most the allowed bytes, whatever its length is said to be', async () => {
    const port = await serve(1000)
    const post = (body: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
    assert.deepEqual(await (await post('x'.repeat(1000))).json(), { bytes: 1000 })
    assert.equal((await post('x'.repeat(1001))).status, 413)
    const lying = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n'
    assert.match((await converse(port, lying, Buffer.from('x'), 20)).answer, /^HTTP\/1.1 413 .*body-too-large/s)
  })

  it('stops reading a body without a length as soon as it is too long', async () => {
    const port = await serve(100_000)
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`)
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n'
    const { answer, sent } = await converse(port, head, chunk, 1)
    assert.match(answer, /^HTTP\/1.1 413 .*body-too-large/s)
    assert.ok(sent < 30_000_000, `${sent} bytes`)
  })

  it('is cut off when the headers or the body come too slowly', async () => {
    const port = await serve(1000)
    const headers = await converse(port, 'POST / HTTP/1.1\r\nhost: x\r\n', Buffer.from('x: y\r\n'), 40)
    assert.match(headers.answer, /^HTTP\/1.1 408 .*request-timed-out/s)
    const body = await converse(port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n', Buffer.from('x'), 40)
    assert.match(body.answer, /^HTTP\/1.1 408 .*request-timed-out/s)
  })

  it('can be streams, refused by the length that they are said to have', async () => {
    const port = await serveStreams(1000)
    const head = (length: number) =>
      `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`
    assert.match((await converse(port, head(1001), Buffer.from('x'), 20)).answer, /^HTTP\/1.1 413 .*body-too-large/s)
    assert.match((await converse(port, head(1000), Buffer.from('x'), 20)).answer, /^HTTP\/1.1 200 .*"first":"x"/s)
  })

  it('is not read to an end that may never come, once a stream has its answer', async () => {
    const port = await serveStreams(1000)
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n'
    const { answer } = await converse(port, head, Buffer.from('1\r\nx\r\n'), 20)
    assert.match(answer, /^HTTP\/1.1 200 .*connection: close.*"first":"x"/s)
  })

  it('is read to its end when a stream has its answer and is not wanted, so that the next request can come', async () => {
    const port = await serveStreams(1_000_000)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const post = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const call = request({ agent, port, method: 'POST', headers: { 'content-length': 1_000_000 } }, (response) =>
          response.resume().once('end', () => resolve(response.statusCode)),
        )
        call.once('error', reject).end(Buffer.alloc(1_000_000, 'x'))
      })
    try {
      assert.deepEqual([await post(), await post(), await post()], [200, 200, 200])
    } finally {
      agent.destroy()
    }
  })
})
