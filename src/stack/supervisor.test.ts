import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, until } from '../../test/child-processes.ts'
import { programsOf } from './programs.ts'
import { stackSettings } from './settings.ts'
import { startSupervisor } from './supervisor.ts'

const LIVES = "process.on('SIGTERM', () => { console.log('drained'); process.exit() }); console.log(process.env.NAME)"

describe('the supervisor', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'supervisor-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const start = (...scripts: string[]) =>
    startSupervisor({
      programs: scripts.map((script, index) => ({
        name: `program-${index}`,
        args: ['-e', `${script}; setInterval(() => {}, 1000)`],
        env: { NAME: `I am ${index}` },
        url: '',
        readyUrl: '',
      })),
      env: {},
      root: folder,
      folder,
      clock: Date.now,
    })
  const logOf = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '')

  it('keeps the log and the ID of every process, and lets all of them drain', async () => {
    const supervisor = start(LIVES, LIVES)
    await until(() => logOf('program-0.log').includes('I am 0') && logOf('program-1.log').includes('I am 1'))
    const pids = supervisor.states().map(({ pid }) => pid ?? 0)
    assert.equal(Number(readFileSync(join(folder, 'program-1.pid'), 'utf8')), pids[1])
    await supervisor.stop()
    assert.deepEqual(pids.map(isAlive), [false, false])
    assert.match(logOf('program-0.log'), /drained/)
    assert.ok(!existsSync(join(folder, 'program-1.pid')))
  })

  it('starts a process again that ended, and says how often', async () => {
    const supervisor = start(LIVES, 'setTimeout(() => process.exit(1), 100)')
    await until(() => (supervisor.states()[1]?.restarts ?? 0) >= 2)
    assert.equal(supervisor.states()[0]?.restarts, 0)
    await supervisor.stop()
    const { restarts } = supervisor.states()[1] ?? {}
    await sleep(1500)
    assert.equal(supervisor.states()[1]?.restarts, restarts)
  })
})

describe('the programs of the stack', () => {
  const settings = stackSettings.read({ STACK_PORT: '20000', STACK_WORKERS: '3', STACK_CONNECTORS: '2' })
  const programs = programsOf(settings)

  it('are as many as are set, each with ports of its own', () => {
    const names = programs.map(({ name }) => name)
    assert.equal(names.filter((name) => name.startsWith('resize-worker')).length, 3)
    assert.equal(names.filter((name) => name.startsWith('kafka-connector')).length, 2)
    const ports = programs.flatMap(({ env }) => [env['PORT'], env['port'], env['metrics_port'], env['http_port']])
    const taken = ports.filter((port) => port !== undefined)
    assert.equal(new Set(taken).size, taken.length)
  })

  it('have a router that knows every process of every function', () => {
    const router = programs.find(({ name }) => name === 'router')
    const workers = router?.env['FUNCTION_URLS']?.split(',').filter((pair) => pair.startsWith('resize-worker='))
    assert.equal(workers?.length, 3)
  })
})
