import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sayWhenLeftOut, withDocker } from '../containers/with-docker.ts'
import { openStage, type Stage, until } from './stage.ts'

sayWhenLeftOut('the containers of functions')
describe('the containers of functions', { skip: !withDocker }, () => {
  let stage: Stage
  const json = async (path: string) => JSON.parse(await (await stage.invoke(path)).text())
  const inspect = async (service: string) => {
    const [container] = await stage.containersOf(service)
    return await stage.docker.getContainer(container?.Id ?? '').inspect()
  }
  before(async () => {
    stage = await openStage({ pids_limit: '64' })
    await stage.call('POST', '/system/secrets', { name: 'key', value: 'first' })
    await stage.call('POST', '/system/secrets', { name: 'other', value: 'not asked for' })
  })
  after(() => stage?.close())

  it('have no rights but those that they need', async () => {
    await stage.deploy('bare')
    const { HostConfig, Config } = await inspect('bare')
    assert.deepEqual(HostConfig.CapDrop, ['ALL'])
    assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges'])
    assert.equal(HostConfig.PidsLimit, 64)
    assert.equal(HostConfig.Privileged, false)
    assert.deepEqual(HostConfig.RestartPolicy, { Name: 'unless-stopped', MaximumRetryCount: 0 })
    assert.equal(HostConfig.NetworkMode, stage.network)
    assert.deepEqual(HostConfig.PortBindings ?? {}, {})
    assert.equal(Config.User, '1000')
  })

  it('have the limits, variables and root of their deployment', async () => {
    await stage.deploy('limited', {
      envVars: { REVISION: 'a=b c', write_timeout: '90s' },
      envProcess: 'node x',
      limits: { memory: '128Mi', cpu: '500m' },
      requests: { memory: '64Mi', cpu: '0.25' },
      readOnlyRootFilesystem: true,
      secrets: ['key'],
    })
    const { HostConfig, Config } = await inspect('limited')
    assert.equal(HostConfig.Memory, 128 * 2 ** 20)
    assert.equal(HostConfig.MemorySwap, HostConfig.Memory)
    assert.equal(HostConfig.NanoCpus, 5e8)
    assert.equal(HostConfig.MemoryReservation, 64 * 2 ** 20)
    assert.equal(HostConfig.CpuShares, 256)
    assert.equal((Config as { StopTimeout?: number }).StopTimeout, 92)
    const { env, uid } = await json('limited/self')
    assert.deepEqual([env.REVISION, env.fprocess, uid], ['a=b c', 'node x', 1000])
    assert.deepEqual(await json('limited/writes'), { '/tmp/x': true, '/x': false, '/var/openfaas/secrets/x': false })
  })

  it('have their secrets as files that an ordinary user can read, and nowhere else', async () => {
    assert.deepEqual(await json('limited/secret'), { value: 'first', mode: '444' })
    assert.ok(!JSON.stringify(await inspect('limited')).includes('first'))
    const { Mounts } = await inspect('limited')
    assert.deepEqual(
      Mounts.map(({ Type, Destination, RW }) => ({ Type, Destination, RW })),
      [{ Type: 'volume', Destination: '/var/openfaas/secrets', RW: false }],
    )
  })

  it('see the new value of a secret, and are not started again for it', async () => {
    const then = await inspect('limited')
    await stage.call('PUT', '/system/secrets', { name: 'key', rawValue: Buffer.from('second').toString('base64') })
    assert.equal((await json('limited/secret')).value, 'second')
    const now = await inspect('limited')
    assert.deepEqual([now.Id, now.State.StartedAt], [then.Id, then.State.StartedAt])
  })

  it('are started again when they crash', async () => {
    const { pid } = await json('bare/self')
    await stage.invoke('bare/crash').catch(() => {})
    await until(async () => (await stage.status('bare')).availableReplicas === 1)
    assert.equal((await json('bare/self')).pid, pid)
    assert.equal((await inspect('bare')).RestartCount, 1)
  })
})
