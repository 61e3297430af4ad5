import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { jpeg } from '../pictures.ts'
import { type ComposeProject, docker } from './compose-project.ts'

/** A function as the provider shows it, as far as tests look at it. */
interface Shown {
  readonly name: string
  readonly image: string
  readonly replicas: number
  readonly availableReplicas: number
  readonly annotations?: Readonly<Record<string, string>>
}

/** The provider beside the functions that Docker Compose started, asked as OpenFaaS's gateway asks it. */
export function providerInPlace(project: ComposeProject): void {
  let router: string
  let ended: StatusBody
  before(async () => {
    router = (await project.containers('router'))[0]?.Id ?? assert.fail()
    const url = await project.urlOf('edge', 8000)
    const response = await submit(url, await jpeg(60, 50), { width: 9, height: 8 })
    ended = await waitForEnd(url, ((await response.json()) as StatusBody).identifier)
  })

  /** Calls the provider from the gateway's place: it has no port outside. */
  async function ask(method: string, path: string, body?: object, user = basicAuth()) {
    const init = { method, headers: { authorization: user }, ...(body && { body: JSON.stringify(body) }) }
    const call =
      `fetch('http://faas-provider:8081${path}', ${JSON.stringify(init)})` +
      '.then(async (r) => console.log(JSON.stringify({ status: r.status, text: await r.text() })))'
    return JSON.parse(await docker('exec', router, 'node', '-e', call)) as { status: number; text: string }
  }
  const basicAuth = () => {
    const pair = `${project.secrets.get('basic-auth-user')}:${project.secrets.get('basic-auth-password')}`
    return `Basic ${Buffer.from(pair).toString('base64')}`
  }
  const find = async (name: string) => JSON.parse((await ask('GET', `/system/function/${name}?usage=1`)).text) as Shown
  const untilAvailable = async (name: string, replicas: number) => {
    while ((await find(name)).availableReplicas !== replicas) await pause(500)
  }

  it('is asked with the credentials of the gateway alone', async () => {
    assert.equal((await ask('GET', '/system/functions', undefined, 'Basic YWRtaW46YWRtaW4=')).status, 401)
  })

  it('sees the functions that Compose started, with their topics, and calls them', async () => {
    const shown = JSON.parse((await ask('GET', '/system/functions')).text) as Shown[]
    const started = (await project.containers()).flatMap(({ Config }) => Config.Labels['com.openfaas.function'] ?? [])
    assert.deepEqual(new Set(shown.map(({ name }) => name)), new Set(started))
    assert.equal(shown.find(({ name }) => name === 'resize-worker')?.annotations?.['topic'], 'resize-requests')
    assert.equal(shown.find(({ name }) => name === 'resize-sweep')?.annotations?.['schedule'], '* * * * *')
    const { status, text } = await ask('GET', `/function/resize-status.openfaas-fn/${ended.identifier}`)
    assert.deepEqual([status, (JSON.parse(text) as StatusBody).image], [200, ended.image])
  })

  it('scales them, so that Compose goes on to see them as its own', async () => {
    for (const replicas of [2, 1]) {
      const scale = { serviceName: 'resize-worker', replicas }
      assert.equal((await ask('POST', '/system/scale-function/resize-worker', scale)).status, 202)
      await untilAvailable('resize-worker', replicas)
      // One that is being stopped takes no calls any more, and ends a little later.
      let containers = await project.containers('resize-worker')
      for (; containers.length !== replicas; containers = await project.containers('resize-worker')) await pause(500)
      for (const { HostConfig } of containers) {
        assert.ok(HostConfig.ReadonlyRootfs && HostConfig.CapDrop?.includes('ALL'))
      }
    }
  })

  it('deploys another function as faas-cli does, which reaches the database with a secret of its own', async () => {
    const [status] = await project.containers('resize-status')
    const envVars = Object.fromEntries(
      (status?.Config.Env ?? []).filter((pair) => !/^(PATH|NODE)/.test(pair)).map((pair) => pair.split(/=(.*)/s, 2)),
    )
    const { image } = await find('resize-status')
    const secret = { name: 'db-mysql-pass', value: project.secrets.get('db-mysql-pass') }
    assert.ok([200, 201, 202].includes((await ask('POST', '/system/secrets', secret)).status))
    const deployment = {
      service: 'second-status',
      image,
      envVars,
      secrets: ['db-mysql-pass'],
      readOnlyRootFilesystem: true,
    }
    assert.equal((await ask('PUT', '/system/functions', deployment)).status, 404)
    assert.equal((await ask('POST', '/system/functions', deployment)).status, 202)
    await untilAvailable('second-status', 1)
    const { text } = await ask('GET', `/function/second-status/${ended.identifier}`)
    assert.equal((JSON.parse(text) as StatusBody).image, ended.image)
    assert.equal((await ask('DELETE', '/system/functions', { functionName: 'second-status' })).status, 202)
    while ((await ask('GET', '/system/function/second-status')).status !== 404) await pause(500)
    // While a replica of it is still being stopped, the function has its secret.
    while ((await ask('DELETE', '/system/secrets', { name: 'db-mysql-pass' })).status === 409) await pause(500)
    assert.equal((await ask('GET', '/system/secrets')).text, '[]')
  })
}
