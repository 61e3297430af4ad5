import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, it } from 'node:test'
import { type ComposeProject, type Container, docker, serviceOf } from './compose-project.ts'
import { listeningPorts } from './listening-ports.ts'

/** Who may speak with the Docker Engine: it is root in its container, as whoever speaks with the engine is on the machine. */
const PROVIDER = 'faas-provider'
const ENGINE = '/var/run/docker.sock'

/** The ports on which the parts listen; functions on 8080 and, for their metrics, on 8081. */
const PORTS: Readonly<Record<string, readonly number[]>> = {
  edge: [8000],
  router: [8080],
  'faas-provider': [8081],
  'kafka-connector': [8081],
  kafka: [9092, 9093],
  mysql: [3306],
  adminer: [8080],
}

/** What a container was given: what it may do, what it knows, where it listens. */
export function confinement(project: ComposeProject): void {
  let containers: Container[]
  before(async () => {
    containers = await project.containers()
  })

  it('every container runs without privileges: in what it was given, and in what the kernel says of its process', () => {
    for (const container of containers) {
      const name = serviceOf(container)
      const { HostConfig, Config, State } = container
      assert.equal(HostConfig.ReadonlyRootfs, true, name)
      assert.equal(HostConfig.Privileged, false, name)
      assert.deepEqual(HostConfig.CapDrop, ['ALL'], name)
      assert.equal(HostConfig.CapAdd, null, name)
      assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges:true'], name)
      assert.ok((HostConfig.PidsLimit ?? 0) > 0 && HostConfig.Memory > 0, name)
      assert.ok(HostConfig.PidMode === '' && HostConfig.IpcMode !== 'host', name)
      assert.match(HostConfig.NetworkMode, new RegExp(`^${project.name}_`), name)
      const isRoot = /^(|0|root)(:|$)/.test(Config.User)
      assert.equal(isRoot, name === PROVIDER, `${name}: ${Config.User}`)
      const status = readFileSync(`/proc/${State.Pid}/status`, 'utf8')
      assert.match(status, /^CapEff:\t0+$/m, name)
      assert.match(status, /^CapBnd:\t0+$/m, name)
      assert.match(status, /^NoNewPrivs:\t1$/m, name)
      assert.match(status, /^Seccomp:\t2$/m, name)
    }
  })

  it('no secret is in an environment, a command, a label or a log; each is a file for those who need it', async () => {
    const readers = new Map<string, string[]>()
    for (const container of containers) {
      const { Config, Mounts } = container
      const said =
        JSON.stringify([Config.Env, Config.Cmd, Config.Labels]) + (await docker('logs', '--tail', '1000', container.Id))
      for (const [secret, value] of project.secrets) {
        if (secret !== 'basic-auth-user') assert.ok(!said.includes(value), `${serviceOf(container)} tells ${secret}`)
        const mount = Mounts.find(({ Source }) => Source.endsWith(`/${secret}`))
        if (mount) readers.set(secret, [...(readers.get(secret) ?? []), serviceOf(container)])
      }
    }
    const functions = containers.filter(({ Config }) => Config.Labels['com.openfaas.function']).map(serviceOf)
    assert.deepEqual(new Set(readers.get('db-mysql-pass')), new Set([...functions, 'router']))
    assert.deepEqual(readers.get('db-mysql-root-pass'), ['mysql'])
    assert.deepEqual(
      new Set(readers.get('basic-auth-password')),
      new Set(['router', 'kafka-connector', PROVIDER].filter(isThere)),
    )
  })
  const isThere = (service: string) => containers.some((container) => serviceOf(container) === service)

  it('nothing of the machine is mounted but secrets and configuration, read-only; the engine for the provider alone', () => {
    for (const container of containers) {
      const name = serviceOf(container)
      for (const { Type, Source, Destination, RW } of container.Mounts) {
        if (Source === ENGINE) assert.equal(name, PROVIDER)
        else if (Type === 'bind') assert.equal(RW, false, `${name}: ${Destination}`)
      }
    }
  })

  it('every process listens on the ports that it is there for, and on no other', () => {
    for (const container of containers) {
      const name = serviceOf(container)
      const expected = PORTS[name] ?? (name.startsWith('resize-') ? [8080, 8081] : [])
      assert.deepEqual(listeningPorts(container.State.Pid), expected, name)
    }
  })

  it('nothing but what is published has a way out', () => {
    const withAWayOut = containers
      .filter(({ State }) =>
        readFileSync(`/proc/${State.Pid}/net/route`, 'utf8')
          .split('\n')
          .some((line) => /^\S+\t0{8}\t/.test(line)),
      )
      .map(serviceOf)
    assert.deepEqual([...new Set(withAWayOut)].sort(), ['adminer', 'edge', 'router'])
  })

  it("the program's user of the database sees its own tables alone", async () => {
    const pass = project.secrets.get('db-mysql-pass') ?? ''
    const mysql = containers.find((container) => serviceOf(container) === 'mysql')
    const ask = (statement: string) =>
      docker(
        'exec',
        '-e',
        `MYSQL_PWD=${pass}`,
        mysql?.Id ?? '',
        'mysql',
        '-h127.0.0.1',
        '-upicture_resize',
        '-Ne',
        statement,
      )
    assert.equal(await ask('select count(*) >= 0 from picture_resize.operation'), '1')
    for (const statement of [
      'select user from mysql.user',
      'create table picture_resize.x (id int)',
      'delete from picture_resize.operation',
    ]) {
      await assert.rejects(ask(statement), /denied/, statement)
    }
  })
}
