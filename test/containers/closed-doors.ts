import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { before, it } from 'node:test'
import { type ComposeProject, type Container, docker, serviceOf } from './compose-project.ts'

/** A program for Node in a container: ends with 0 when something listens at `host:port`. */
const dial = (host: string, port: number) =>
  `const s=require('node:net').connect({host:'${host}',port:${port},timeout:1500});` +
  `s.on('connect',()=>process.exit(0)).on('error',()=>process.exit(1)).on('timeout',()=>process.exit(1))`

/** Attempts to come in where nobody shall: from outside, and from one part to another. */
export function closedDoors(project: ComposeProject): void {
  let containers: Container[]
  before(async () => {
    containers = await project.containers()
  })
  const find = (service: string): Container => {
    const found = containers.find((container) => serviceOf(container) === service)
    assert.ok(found, service)
    return found
  }
  const addressOf = (service: string, network: string) =>
    find(service).NetworkSettings.Networks[`${project.name}_${network}`]?.IPAddress ?? ''

  it('nothing is published but the edge and, on this machine alone, gateway and Adminer', () => {
    const published = containers.flatMap((container) =>
      Object.entries(container.NetworkSettings.Ports).flatMap(([port, bindings]) =>
        (bindings ?? []).map(({ HostIp }) => `${serviceOf(container)} ${port} ${HostIp}`),
      ),
    )
    assert.deepEqual(published.sort(), [
      'adminer 8080/tcp 127.0.0.1',
      'edge 8000/tcp 127.0.0.1',
      'router 8080/tcp 127.0.0.1',
    ])
  })

  it('the edge leads to the page and to /api alone, whatever path is tried', async () => {
    const { hostname, port } = new URL(await project.urlOf('edge', 8000))
    const paths = [
      '/function/resize-worker',
      '/function/resize-submit',
      '/function/resize-sweep.openfaas-fn',
      '/async-function/resize-worker',
      '/system/functions',
      '/system/info',
      '/ui/',
      '/metrics',
      '/healthz/../system/functions',
      '/api/../system/functions',
      '/api/%2e%2e/system/functions',
      '/api/..%2f..%2fsystem%2ffunctions',
      '/api/%2e%2e%2fresize-worker',
      '/api/x/../../function/resize-worker',
      '/api/playbacks/steps',
      '/api/playbacks/../steps',
      '/api/playbacks/%2e%2e%2fsteps',
      '//system/functions',
      '/api//..//system/functions',
      '/.git/config',
      '/nginx.conf',
      '/refused/internal',
      '/assets/../../nginx.conf',
      '/assets/..%2f..%2f..%2f..%2fetc/passwd',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const status = await rawStatus(hostname, Number(port), method, path)
        assert.ok([400, 404, 405].includes(status), `${method} ${path} was answered ${status}`)
      }
    }
  })

  it('the gateway asks for credentials', async () => {
    const gateway = await project.urlOf('router', 8080)
    const list = (authorization?: string) =>
      fetch(`${gateway}/system/functions`, authorization ? { headers: { authorization } } : {})
    assert.equal((await list()).status, 401)
    assert.equal((await list(`Basic ${Buffer.from('admin:admin').toString('base64')}`)).status, 401)
    const pair = `${project.secrets.get('basic-auth-user')}:${project.secrets.get('basic-auth-password')}`
    assert.equal((await list(`Basic ${Buffer.from(pair).toString('base64')}`)).status, 200)
  })

  it('the database and Kafka are reachable from where they are needed, and from nowhere else', async () => {
    const may: Record<string, (service: string) => boolean> = {
      mysql: (service) => /^resize-|^router$/.test(service),
      kafka: (service) =>
        ['kafka-connector', 'resize-submit', 'resize-sweep', 'resize-playback', 'router'].includes(service),
    }
    const ports = { mysql: [3306, addressOf('mysql', 'store')], kafka: [9092, addressOf('kafka', 'topic')] } as const
    const fromNode = containers.map(serviceOf).filter((service) => /^resize-|^router$|^kafka-connector$/.test(service))
    const dials = [...new Set(fromNode)].map(async (service) => {
      for (const [target, [port, address]] of Object.entries(ports)) {
        for (const host of [target, address]) {
          const reached = await docker('exec', find(service).Id, 'node', '-e', dial(host, port)).then(
            () => true,
            () => false,
          )
          assert.equal(reached, may[target]?.(service), `${service} → ${host}:${port}`)
        }
      }
    })
    await Promise.all(dials)
    for (const address of [`${ports.mysql[1]}/3306`, `${ports.kafka[1]}/9092`, 'mysql/3306', 'kafka/9092']) {
      await assert.rejects(docker('exec', find('edge').Id, 'timeout', '2', 'bash', '-c', `exec 3<>/dev/tcp/${address}`))
    }
  })
}

/** The status for a path exactly as it is written. */
function rawStatus(host: string, port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: edge\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk) => (text += chunk))
    socket.on('end', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])))
    socket.on('error', reject)
  })
}
