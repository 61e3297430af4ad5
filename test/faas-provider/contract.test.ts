import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sayWhenLeftOut, withDocker } from '../containers/with-docker.ts'
import { openStage, type Stage, until } from './stage.ts'

/** What faas-cli 0.18 sends for a function of a stack.yml, as it came through OpenFaaS's gateway. */
const DEPLOYMENT = {
  envVars: { exec_timeout: '60s', write_timeout: '60s' },
  constraints: ['kubernetes.io/arch=amd64'],
  secrets: ['s1'],
  labels: { 'com.openfaas.scale.max': '4', 'com.openfaas.scale.min': '1' },
  annotations: { topic: 'jobs.resize' },
  limits: { memory: '256Mi', cpu: '500m' },
  requests: { memory: '128Mi', cpu: '' },
  readOnlyRootFilesystem: true,
}

sayWhenLeftOut('the interface of a provider')
describe('the interface of a provider', { skip: !withDocker }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage?.close())

  it('has no functions and one namespace at first', async () => {
    assert.deepEqual(await stage.call('GET', '/system/functions'), { status: 200, body: '[]' })
    assert.deepEqual(await stage.call('GET', '/system/functions?namespace=openfaas-fn'), { status: 200, body: '[]' })
    assert.deepEqual(await stage.call('GET', '/system/functions?namespace=other'), { status: 200, body: '[]' })
    assert.deepEqual(await stage.call('GET', '/system/namespaces'), { status: 200, body: '["openfaas-fn"]' })
  })

  it('asks for credentials at /system, for none at /healthz, /metrics and functions', async () => {
    for (const path of ['functions', 'function/x', 'info', 'namespaces', 'secrets', 'logs?name=x']) {
      const response = await fetch(`${stage.url()}/system/${path}`)
      assert.equal(response.status, 401, path)
      assert.equal(response.headers.get('www-authenticate'), 'Basic realm="Restricted"')
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      assert.equal((await fetch(`${stage.url()}/system/functions`, { method, body: '{}' })).status, 401)
    }
    assert.equal((await fetch(`${stage.url()}/healthz`)).status, 200)
    assert.match(await (await fetch(`${stage.url()}/metrics`)).text(), /provider_http_requests_total/)
    assert.equal((await stage.invoke('nobody')).status, 404)
  })

  it('says what it is, as faas-cli version needs it', async () => {
    const { body } = await stage.call('GET', '/system/info')
    assert.deepEqual(JSON.parse(body), {
      provider: 'picture-resize-docker',
      orchestration: 'docker',
      version: { release: '1.2.3', sha: '1.2.3' },
    })
  })

  it('keeps secrets: names are shown, values are not', async () => {
    assert.equal((await stage.call('PUT', '/system/secrets', { name: 's1', value: 'abd' })).status, 404)
    assert.equal((await stage.call('POST', '/system/secrets', { name: 's1', value: 'abc' })).status, 202)
    assert.equal((await stage.call('POST', '/system/secrets', { name: 's1', value: 'abc' })).status, 409)
    assert.equal((await stage.call('PUT', '/system/secrets', { name: 's1', value: 'abd' })).status, 202)
    const { body } = await stage.call('GET', '/system/secrets')
    assert.deepEqual(JSON.parse(body), [{ name: 's1', namespace: 'openfaas-fn' }])
    assert.equal((await stage.call('POST', '/system/secrets', { name: '../s', value: '' })).status, 400)
    assert.equal((await stage.call('DELETE', '/system/secrets', { name: 's9' })).status, 404)
  })

  it('deploys: PUT finds nothing, POST makes the function', async () => {
    const sent = { service: 'resize', image: stage.image, ...DEPLOYMENT }
    assert.equal((await stage.call('PUT', '/system/functions', sent)).status, 404)
    assert.equal((await stage.call('POST', '/system/functions', sent)).status, 202)
    await until(async () => (await stage.status('resize')).availableReplicas === 1)
    assert.equal((await stage.call('POST', '/system/functions', sent)).status, 409)
  })

  it('lists and describes it as it was deployed, with what runs', async () => {
    const [listed] = JSON.parse((await stage.call('GET', '/system/functions')).body)
    const { createdAt, ...others } = listed
    assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 120_000)
    assert.deepEqual(others, {
      name: 'resize',
      namespace: 'openfaas-fn',
      image: stage.image,
      ...DEPLOYMENT,
      replicas: 1,
      availableReplicas: 1,
      invocationCount: 0,
    })
    const described = await stage.call('GET', '/system/function/resize?namespace=openfaas-fn&usage=1')
    assert.ok(JSON.parse(described.body).usage.totalMemoryBytes > 1_000_000)
    assert.equal((await stage.call('GET', '/system/function/resize?namespace=other')).status, 404)
    assert.equal((await stage.call('GET', '/system/function/nope?usage=1')).status, 404)
  })

  it('invokes it with and without its namespace, at any path, with any method', async () => {
    const text = async (path: string, init?: RequestInit) => await (await stage.invoke(path, init)).text()
    assert.equal(await text('resize.openfaas-fn', { method: 'POST', body: 'hello' }), 'hello')
    assert.equal(await text('resize', { method: 'POST', body: 'hello' }), 'hello')
    assert.equal((await stage.invoke('resize.other')).status, 404)
    const seen = JSON.parse(
      await text('resize.openfaas-fn/headers?a=b&c=%20', { method: 'PATCH', headers: { 'x-y': 'z' } }),
    )
    assert.equal(seen.method, 'PATCH')
    assert.equal(seen.url, '/headers?a=b&c=%20')
    assert.equal(seen['x-y'], 'z')
    assert.equal(seen['x-forwarded-host'], new URL(stage.url()).host)
    const failed = await stage.invoke('resize/fail')
    assert.deepEqual([failed.status, await failed.text()], [500, 'failed'])
    const { headers } = await stage.invoke('resize', { method: 'POST', body: '{}', headers: { 'content-type': 'a/b' } })
    assert.equal(headers.get('content-type'), 'a/b')
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2'])
    // A call is counted when its answer has gone.
    await until(async () => Number((await stage.status('resize'))['invocationCount']) >= 5)
  })

  it('refuses what cannot be deployed, and says why', async () => {
    const post = (more: object) =>
      stage.call('POST', '/system/functions', { service: 'other', image: stage.image, ...more })
    const refused: [object, number, RegExp][] = [
      [{ service: 'Not_A-Name' }, 400, /service/],
      [{ image: '' }, 400, /image/],
      [{ namespace: 'other' }, 400, /openfaas-fn/],
      [{ secrets: ['nope'] }, 400, /no secret .*nope/],
      [{ limits: { memory: 'much' } }, 400, /limits.memory/],
      [{ limits: { memory: '1k' } }, 422, /memory/i],
      [{ image: 'not-to-be-had.invalid/x:1' }, 422, /.+/],
    ]
    for (const [more, status, reason] of refused) {
      const answer = await post(more)
      assert.equal(answer.status, status, answer.body)
      assert.match(JSON.parse(answer.body).detail, reason)
    }
    assert.equal((await stage.call('POST', '/system/functions', 'no json')).status, 400)
    assert.deepEqual(await stage.containersOf('other'), [])
  })

  it('scales', async () => {
    const scale = (name: string, body: object) => stage.call('POST', `/system/scale-function/${name}`, body)
    assert.equal((await scale('resize', { serviceName: 'resize', replicas: 2 })).status, 202)
    await until(async () => (await stage.status('resize')).availableReplicas === 2)
    assert.equal((await scale('resize', { serviceName: '', replicas: 1 })).status, 202)
    await until(async () => (await stage.containersOf('resize')).length === 1)
    assert.equal((await scale('nope', { serviceName: 'nope', replicas: 1 })).status, 404)
    assert.equal((await scale('resize', { replicas: -1 })).status, 400)
    assert.equal((await scale('resize', { replicas: 1000 })).status, 400)
  })

  it('removes', async () => {
    assert.equal((await stage.call('DELETE', '/system/secrets', { name: 's1' })).status, 409)
    assert.equal((await stage.call('DELETE', '/system/functions', { functionName: 'nope' })).status, 404)
    assert.equal((await stage.call('DELETE', '/system/functions', { functionName: 'resize' })).status, 202)
    assert.equal((await stage.call('GET', '/system/functions')).body, '[]')
    assert.equal((await stage.invoke('resize')).status, 404)
    await until(async () => (await stage.containersOf('resize')).length === 0)
    await until(async () => {
      const { Volumes } = await stage.docker.listVolumes()
      return !Volumes.some(({ Name }) => Name.startsWith(stage.network))
    })
    assert.equal((await stage.call('DELETE', '/system/functions', { functionName: 'resize' })).status, 404)
    assert.equal((await stage.call('DELETE', '/system/secrets', { name: 's1' })).status, 202)
    assert.equal((await stage.call('GET', '/system/secrets')).body, '[]')
  })
})
