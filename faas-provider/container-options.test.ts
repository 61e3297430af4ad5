import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Placement, toContainerOptions } from './container-options.ts'
import type { Deployment } from './deployment.ts'

const placement: Placement = {
  instance: 'resize.1a2b',
  network: 'functions',
  revision: 'r1',
  replicas: 2,
  pidsLimit: 256,
  secrets: undefined,
}
const plain: Deployment = { service: 'resize', image: 'resize:1' }
const optionsOf = (more: Partial<Deployment>, place: Partial<Placement> = {}) =>
  toContainerOptions({ ...plain, ...more }, { ...placement, ...place })

describe('a deployment as the options of a container', () => {
  it('has no rights and bounds even when it asks for nothing', () => {
    assert.deepEqual(optionsOf({}), {
      name: 'resize.1a2b',
      Image: 'resize:1',
      Env: [],
      Labels: {
        'com.openfaas.function': 'resize',
        'com.openfaas.revision': 'r1',
        'com.openfaas.replicas': '2',
        'com.openfaas.deployment': JSON.stringify(plain),
      },
      StopTimeout: 30,
      HostConfig: {
        NetworkMode: 'functions',
        RestartPolicy: { Name: 'unless-stopped' },
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        PidsLimit: 256,
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        ReadonlyRootfs: false,
      },
    })
  })

  it('says in the words of Docker what it says in those of OpenFaaS', () => {
    const cases: [Partial<Deployment>, object][] = [
      [{ limits: { memory: '256Mi' } }, { Memory: 2 ** 28, MemorySwap: 2 ** 28 }],
      [{ limits: { cpu: '500m' } }, { NanoCpus: 5e8 }],
      [{ limits: { memory: '', cpu: '' } }, {}],
      [{ requests: { memory: '128Mi' } }, { MemoryReservation: 2 ** 27 }],
      [{ requests: { cpu: '2' } }, { CpuShares: 2048 }],
      [{ requests: { cpu: '1m' } }, { CpuShares: 2 }],
      [{ readOnlyRootFilesystem: true }, { ReadonlyRootfs: true, Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=64m' } }],
    ]
    const without = optionsOf({}).HostConfig
    for (const [more, expected] of cases) {
      assert.deepEqual(optionsOf(more).HostConfig, { ...without, ...expected }, JSON.stringify(more))
    }
  })

  it('has its variables as they are, and its process as the watchdog reads it', () => {
    const { Env } = optionsOf({ envVars: { A: 'b=c d', EMPTY: '' }, envProcess: 'node index.js' })
    assert.deepEqual(Env, ['A=b=c d', 'EMPTY=', 'fprocess=node index.js'])
  })

  it('may go on a little longer than its own time for an answer when it is to end', () => {
    for (const [text, seconds] of [
      ['1m30s', 92],
      ['500ms', 3],
      ['soon', 30],
      ['', 30],
    ] as const) {
      assert.equal(optionsOf({ envVars: { write_timeout: text } }).StopTimeout, seconds, text)
    }
  })

  it('mounts its secrets read-only where OpenFaaS has them', () => {
    const { HostConfig } = optionsOf({ secrets: ['a'] }, { secrets: { volume: 'v', labels: { of: 'x' } } })
    const [mount] = HostConfig?.Mounts ?? []
    assert.equal(mount?.Source, 'v')
    assert.equal(mount?.Target, '/var/openfaas/secrets')
    assert.equal(mount?.ReadOnly, true)
    assert.deepEqual(mount?.VolumeOptions?.Labels, { of: 'x' })
  })
})
