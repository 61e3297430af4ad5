import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sayWhenLeftOut, withDocker } from '../containers/with-docker.ts'
import { openStage, type Stage, until } from './stage.ts'

sayWhenLeftOut('bringing functions to what they shall be')
describe('bringing functions to what they shall be', { skip: !withDocker }, () => {
  let stage: Stage
  const revision = async (service: string) => {
    const { env, host } = JSON.parse(await (await stage.invoke(`${service}/self`)).text())
    return { revision: env.REVISION, host }
  }
  const update = (service: string, more: object) =>
    stage.call('PUT', '/system/functions', { service, image: stage.image, ...more })
  const running = async (service: string) =>
    (await stage.containersOf(service)).filter(({ State }) => State === 'running').length
  const scale = (service: string, replicas: number) =>
    stage.call('POST', `/system/scale-function/${service}`, { replicas })
  const settled = (service: string, count: number) =>
    until(async () => {
      const { replicas, availableReplicas } = await stage.status(service)
      return replicas === count && availableReplicas === count && (await stage.containersOf(service)).length === count
    })
  before(async () => {
    stage = await openStage()
  })
  after(() => stage?.close())

  it('loses no call while a function is updated, and ends the old replicas', async () => {
    await stage.deploy('rolling', { envVars: { REVISION: 'one' } })
    await scale('rolling', 2)
    await settled('rolling', 2)
    const answers: string[] = []
    let isOver = false
    const callers = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const response = await stage.invoke('rolling/self', { method: 'POST', body: 'x' })
        answers.push(response.ok ? JSON.parse(await response.text()).revision : `status ${response.status}`)
        await sleep(5)
      }
    })
    const slow = stage.invoke('rolling/slow')
    assert.equal((await update('rolling', { envVars: { REVISION: 'two', START_AFTER_MS: '1000' } })).status, 202)
    await until(async () => {
      const containers = await stage.containersOf('rolling')
      assert.ok(containers.filter(({ State }) => State === 'running').length <= 3, 'at most one more than wanted')
      const { revision: now } = await revision('rolling')
      return now === 'two' && containers.length === 2 && (await stage.status('rolling')).availableReplicas === 2
    })
    isOver = true
    await Promise.all(callers)
    assert.equal(await (await slow).text(), 'slow one')
    assert.deepEqual([...new Set(answers)].sort(), ['one', 'two'])
    // Once the new ones are in, the old ones do not come back.
    assert.ok(answers.slice(-20).includes('two'))
  })

  it('takes updates that come while another one is under way, and does not disturb the newest', async () => {
    await stage.deploy('hurried', { envVars: { REVISION: 'one' } })
    for (const REVISION of ['two', 'three', 'four', 'five']) {
      assert.equal((await update('hurried', { envVars: { REVISION, START_AFTER_MS: '300' } })).status, 202)
    }
    await settled('hurried', 1)
    assert.equal((await revision('hurried')).revision, 'five')
    const [newest] = await stage.containersOf('hurried')
    const { State } = await stage.docker.getContainer(newest?.Id ?? '').inspect()
    assert.equal(State.FinishedAt, '0001-01-01T00:00:00Z', 'it was ended once')
  })

  it('goes on with an update when the provider was ended in its midst', async () => {
    await update('rolling', { envVars: { REVISION: 'four' } })
    await stage.restart()
    await settled('rolling', 2)
    for (let count = 0; count < 4; count++) assert.equal((await revision('rolling')).revision, 'four')
  })

  it('calls replicas by turns, and passes over one that is gone', async () => {
    const hosts = async () => {
      const seen = await Promise.all(Array.from({ length: 10 }, () => revision('rolling')))
      return new Set(seen.map(({ host }) => host)).size
    }
    assert.equal(await hosts(), 2)
    const [first] = await stage.containersOf('rolling')
    const answers: number[] = []
    const killed = sleep(100).then(() => stage.docker.getContainer(first?.Id ?? '').kill())
    while (answers.length < 40) {
      answers.push((await stage.invoke('rolling', { method: 'POST', body: 'x'.repeat(100_000) })).status)
    }
    await killed
    assert.ok(answers.filter((status) => status !== 200).length <= 1, 'only what was in flight there is lost')
    await until(async () => (await running('rolling')) === 1)
    await scale('rolling', 2)
    await settled('rolling', 2)
  })

  it('keeps a function that is at zero, and starts it when it is called', async () => {
    await scale('rolling', 0)
    await until(async () => (await running('rolling')) === 0)
    const { replicas, availableReplicas } = await stage.status('rolling')
    assert.deepEqual([replicas, availableReplicas], [0, 0])
    await until(async () => (await stage.containersOf('rolling')).length === 1)
    await stage.restart()
    assert.equal((await stage.status('rolling')).replicas, 0)
    const seen = await Promise.all(Array.from({ length: 5 }, () => revision('rolling')))
    assert.deepEqual(new Set(seen.map((one) => one.revision)), new Set(['four']))
    await settled('rolling', 1)
  })

  it('starts as many as the label for the least number says', async () => {
    await stage.deploy('pair', { labels: { 'com.openfaas.scale.min': '2' } })
    await scale('pair', 0)
    await until(async () => (await running('pair')) === 0)
    assert.equal((await stage.invoke('pair', { method: 'POST', body: 'x' })).status, 200)
    await settled('pair', 2)
  })
})

describe('what never answers', { skip: !withDocker }, () => {
  let stage: Stage
  const running = async (service: string) =>
    (await stage.containersOf(service)).filter(({ State }) => State === 'running').length
  before(async () => {
    stage = await openStage({ ready_timeout: '4s' })
  })
  after(() => stage?.close())

  it('is taken back when it is an update', async () => {
    await stage.deploy('updated', { envVars: { REVISION: 'one' } })
    const envVars = { REVISION: 'two', NEVER_LISTEN: '1' }
    const update = { service: 'updated', image: stage.image, envVars }
    assert.equal((await stage.call('PUT', '/system/functions', update)).status, 202)
    assert.equal(await running('updated'), 2)
    assert.equal((await stage.invoke('updated', { method: 'POST', body: 'x' })).status, 200)
    await until(async () => (await stage.containersOf('updated')).length === 1)
    const { envVars: left, availableReplicas } = await stage.status('updated')
    assert.deepEqual([left, availableReplicas], [{ REVISION: 'one' }, 1])
  })

  it('is not available', async () => {
    const deployment = { service: 'mute', image: stage.image, envVars: { NEVER_LISTEN: '1' } }
    assert.equal((await stage.call('POST', '/system/functions', deployment)).status, 202)
    const response = await stage.invoke('mute')
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '2'])
    const { replicas, availableReplicas } = await stage.status('mute')
    assert.deepEqual([replicas, availableReplicas], [1, 0])
  })
})
