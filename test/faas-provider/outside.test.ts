import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sayWhenLeftOut, withDocker } from '../containers/with-docker.ts'
import { openStage, type Stage, until } from './stage.ts'

sayWhenLeftOut('functions that Docker Compose started')
describe('functions that Docker Compose started', { skip: !withDocker }, () => {
  let stage: Stage
  const numbers = async () => {
    const containers = await stage.containersOf('worker')
    return containers.map(({ Labels, State }) => `${Labels['com.docker.compose.container-number']} ${State}`).sort()
  }
  const scale = (replicas: number) => stage.call('POST', '/system/scale-function/worker', { replicas })

  /** A container as `docker compose up` makes it. */
  async function composed(number: string, labels: Record<string, string> = {}): Promise<void> {
    const container = await stage.docker.createContainer({
      name: `${stage.network}-worker-${number}`,
      Image: stage.image,
      Env: ['REVISION=composed'],
      Labels: {
        'com.openfaas.function': 'worker',
        'com.openfaas.scale.min': '1',
        'com.openfaas.annotations.topic': 'resize-requests',
        'com.docker.compose.project': stage.network,
        'com.docker.compose.service': 'worker',
        'com.docker.compose.container-number': number,
        'com.docker.compose.oneoff': 'False',
        ...labels,
      },
      HostConfig: { NetworkMode: stage.network, Memory: 2 ** 27, CapDrop: ['ALL'] },
      NetworkingConfig: { EndpointsConfig: { [stage.network]: { Aliases: ['worker'] } } },
    })
    await container.start()
  }

  before(async () => {
    stage = await openStage()
    await composed('1')
    await composed('9', { 'com.docker.compose.oneoff': 'True' })
  })
  after(() => stage?.close())

  it('are listed with the labels and annotations that they have there', async () => {
    await until(async () => (await stage.status('worker')).availableReplicas === 1)
    const { createdAt, ...status } = await stage.status('worker')
    assert.deepEqual(status, {
      name: 'worker',
      namespace: 'openfaas-fn',
      image: stage.image,
      labels: { 'com.openfaas.scale.min': '1' },
      annotations: { topic: 'resize-requests' },
      envVars: {},
      replicas: 1,
      availableReplicas: 1,
      invocationCount: 0,
    })
    assert.equal(await (await stage.invoke('worker', { method: 'POST', body: 'hello' })).text(), 'hello')
  })

  it('are scaled up as Docker Compose would, down by stopping, and up again by starting', async () => {
    await scale(3)
    await until(async () => (await stage.status('worker')).availableReplicas === 3)
    assert.deepEqual(await numbers(), ['1 running', '2 running', '3 running', '9 running'])
    const copy = await stage.docker.getContainer(`${stage.network}-worker-3`).inspect()
    assert.equal(copy.HostConfig.Memory, 2 ** 27)
    assert.ok(copy.Config.Env.includes('REVISION=composed'))
    assert.equal(copy.Config.Labels['com.docker.compose.project'], stage.network)
    assert.ok(copy.NetworkSettings.Networks[stage.network]?.Aliases?.includes('worker'))

    await scale(1)
    await until(async () => (await numbers()).filter((one) => one.endsWith('running')).length === 2)
    assert.deepEqual(await numbers(), ['1 running', '2 exited', '3 exited', '9 running'])
    await scale(2)
    await until(async () => (await stage.status('worker')).availableReplicas === 2)
    assert.equal((await numbers()).length, 4)
  })

  it('are started from zero by a call', async () => {
    await scale(0)
    await until(async () => (await stage.status('worker')).replicas === 0)
    await until(async () => (await numbers()).filter((one) => one.endsWith('running')).length === 1)
    assert.equal((await stage.invoke('worker', { method: 'POST', body: 'x' })).status, 200)
    assert.equal((await stage.status('worker')).replicas, 1)
  })

  it('are not deployed over and not removed: Docker Compose would bring them back', async () => {
    const deployment = { service: 'worker', image: stage.image }
    assert.equal((await stage.call('PUT', '/system/functions', deployment)).status, 409)
    const removal = await stage.call('DELETE', '/system/functions', { functionName: 'worker' })
    assert.equal(removal.status, 409)
    assert.match(removal.body, /Docker Compose/)
  })

  it('are seen to go', async () => {
    for (const { Id } of await stage.containersOf('worker')) await stage.docker.getContainer(Id).remove({ force: true })
    await until(async () => (await stage.invoke('worker')).status === 404)
  })
})
