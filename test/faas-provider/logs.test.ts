import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sayWhenLeftOut, withDocker } from '../containers/with-docker.ts'
import { openStage, type Stage, until } from './stage.ts'

interface Line {
  readonly name: string
  readonly namespace: string
  readonly instance: string
  readonly timestamp: string
  readonly text: string
}

sayWhenLeftOut('the logs of functions')
describe('the logs of functions', { skip: !withDocker }, () => {
  let stage: Stage
  const read = async (query: string): Promise<Line[]> => {
    const { body } = await stage.call('GET', `/system/logs?name=talker&follow=false&${query}`)
    return body.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))
  }
  const texts = async (query: string) => (await read(query)).map(({ text }) => text)
  before(async () => {
    stage = await openStage()
    await stage.deploy('talker')
    for (const path of ['one', 'two', 'complain']) await stage.invoke(`talker/${path}`)
  })
  after(() => stage?.close())

  it('are lines of both streams, with the replica that wrote them', async () => {
    const lines = await read('tail=-1')
    assert.deepEqual(lines.map(({ text }) => text).sort(), [
      'GET /complain',
      'GET /one',
      'GET /two',
      'a complaint',
      'started ',
    ])
    const [container] = await stage.containersOf('talker')
    for (const { name, namespace, instance, timestamp } of lines) {
      assert.deepEqual([name, namespace, `/${instance}`], ['talker', 'openfaas-fn', container?.Names[0]])
      assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    }
  })

  it('are the last ones, those since a time, those of one instance', async () => {
    assert.equal((await texts('tail=2')).length, 2)
    assert.deepEqual(await texts(`since=${new Date(Date.now() + 60_000).toISOString()}`), [])
    assert.equal((await texts(`since=${new Date(Date.now() - 600_000).toISOString()}`)).length, 5)
    assert.deepEqual(await texts('instance=nobody'), [])
    assert.equal((await stage.call('GET', '/system/logs?name=nope')).status, 404)
    assert.equal((await stage.call('GET', '/system/logs?name=talker&tail=many')).status, 400)
  })

  it('are followed, also of replicas that come meanwhile, each line once', async () => {
    const following = new AbortController()
    const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`
    const response = await fetch(`${stage.url()}/system/logs?name=talker.openfaas-fn&follow=true&tail=1`, {
      headers: { authorization },
      signal: following.signal,
    })
    assert.equal(response.headers.get('content-type'), 'application/x-ndjson')
    let seen = ''
    const reading = (async () => {
      for await (const chunk of response.body ?? []) seen += Buffer.from(chunk).toString()
    })().catch(() => {})
    await stage.invoke('talker/later')
    await until(async () => seen.includes('/later'))
    await stage.call('POST', '/system/scale-function/talker', { replicas: 2 })
    await until(async () => (await stage.status('talker')).availableReplicas === 2)
    await until(async () => seen.includes('started'))
    await Promise.all(Array.from({ length: 4 }, () => stage.invoke('talker/last')))
    await until(async () => seen.split('/last').length === 5)
    following.abort()
    await reading
    const lines: Line[] = seen
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.equal(lines.filter(({ text }) => text === 'GET /later').length, 1)
    assert.equal(new Set(lines.map(({ instance }) => instance)).size, 2)
    assert.equal(new Set(lines.map(({ instance, timestamp }) => instance + timestamp)).size, lines.length)
  })
})
