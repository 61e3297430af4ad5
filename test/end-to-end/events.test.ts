import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import type { CloudEvent } from '../../functions/cloud-event.ts'
import { resize, type StatusBody, submit } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

const TYPES = ['requested', 'published', 'dispatched', 'claimed', 'completed'].map(
  (type) => `picture-resize.operation.${type}`,
)

describe('the events of an operation', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let picture: Buffer
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: folder, ENGINE_SLOTS: '1' })
    picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const events = (id: string, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/api/${id}/events`, { headers })
  const stream = (id: string, headers: Record<string, string> = {}) =>
    events(id, { accept: 'text/event-stream', ...headers })

  it('are CloudEvents: what happened, when, and what was recorded of it', async () => {
    const { identifier, result } = await resize(service.url, picture, { width: 32 })
    const response = await events(identifier)
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/json'])
    const history = (await response.json()) as { identifier: string; events: CloudEvent[] }
    assert.equal(history.identifier, identifier)
    assert.deepEqual(history.events.map(({ type }) => type).sort(), [...TYPES].sort())
    const [requested] = history.events
    assert.deepEqual(requested, {
      specversion: '1.0',
      id: `${identifier}/1`,
      source: '/picture-resize-api',
      type: TYPES[0],
      subject: identifier,
      time: requested?.time,
      datacontenttype: 'application/json',
      sequence: '000001',
      data: requested?.data,
    })
    assert.match(requested?.time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const dataOf = (type: string) =>
      history.events.find((event) => event.type === type)?.data as Record<string, unknown>
    assert.deepEqual(dataOf(TYPES[1] ?? '')['position'], dataOf(TYPES[2] ?? '')['delivery'])
    assert.deepEqual(dataOf(TYPES[2] ?? '')['invocation'], 1)
    assert.deepEqual(dataOf(TYPES[2] ?? '')['connector'], dataOf(TYPES[3] ?? '')['worker'], 'one process is both')
    assert.deepEqual(dataOf(TYPES[4] ?? '')['result'], result)
    const times = history.events.map(({ time }) => time)
    assert.deepEqual(times, times.toSorted())
  })

  it('come as they happen, each with its number, and the stream ends with the operation', async () => {
    const { identifier } = (await (await submit(service.url, picture, { width: 20 })).json()) as StatusBody
    const response = await stream(identifier)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    const messages = (await response.text()).match(/^id: \d+\ndata: .*$/gm) ?? []
    assert.deepEqual(
      messages.map((message) => Number(/^id: (\d+)/.exec(message)?.[1])),
      [1, 2, 3, 4, 5],
    )
    const told = messages.map((message) => JSON.parse(message.slice(message.indexOf('{'))) as CloudEvent)
    assert.deepEqual(told, ((await (await events(identifier)).json()) as { events: CloudEvent[] }).events)
  })

  it('go on behind Last-Event-ID, and 204 says that there is nothing more to come', async () => {
    const { identifier } = await resize(service.url, picture, { width: 21 })
    const rest = await (await stream(identifier, { 'last-event-id': '4' })).text()
    assert.deepEqual(rest.match(/^id: \d+$/gm), ['id: 5'])
    assert.equal((await stream(identifier, { 'last-event-id': '5' })).status, 204)
    assert.equal((await stream(identifier, { 'last-event-id': 'x' })).status, 400)
  })

  it('are refused where they do not exist, and in media types that they do not have', async () => {
    const { identifier } = await resize(service.url, picture, { width: 22 })
    assert.equal((await events('f'.repeat(32))).status, 404)
    assert.equal((await stream('f'.repeat(32))).status, 404)
    assert.equal((await events(identifier, { accept: 'image/png' })).status, 406)
    assert.equal((await fetch(`${service.url}/api/${identifier}/events`, { method: 'POST' })).status, 405)
    const head = await fetch(`${service.url}/api/${identifier}/events`, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  it('end with the process, so that the client comes again', async () => {
    const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    const ids: string[] = []
    for (let count = 0; count < 12; count += 1) {
      ids.push(((await (await submit(service.url, large, { width: 1999 })).json()) as StatusBody).identifier)
    }
    const response = await stream(ids.at(-1) ?? '')
    const text = response.text()
    await service.end('SIGTERM')
    assert.match(await text, /id: 1/)
  })
})
