import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { childrenOf, isAlive, until } from '../../../test/child-processes.ts'
import { png, slowPicture } from '../../../test/pictures.ts'
import { Failure } from '../../errors/failure.ts'
import type { Engine, ResizeRequest, RestartCause } from '../engine.ts'
import { type Limits, limitSettings } from '../limits.ts'
import { createIsolatedEngine } from './isolated-engine.ts'

const wish: ResizeRequest = { width: 4, height: 4, fit: 'fill', upright: true, format: 'png' }
const small = png({ width: 8, height: 8 })
const slow = slowPicture(7000)

const engines: Engine[] = []
const restarts: RestartCause[] = []

function create(changed: Partial<Limits> = {}, program?: URL): Engine {
  // The slow engine: what is tested here are children that have been at work for long.
  const one = { engine: 'pure-js', engineSlots: 1, engineExpress: false } as const
  const limits: Limits = { ...limitSettings.read({}), ...one, ...changed }
  const onRestart = (cause: RestartCause) => void restarts.push(cause)
  const engine = createIsolatedEngine({ limits, onRestart, ...(program ? { program } : {}) })
  engines.push(engine)
  return engine
}

/** A picture in work: its promise (its rejection is looked at later) and the process that works on it. */
async function inWork(engine: Engine, { picture = slow, signal }: { picture?: Buffer; signal?: AbortSignal } = {}) {
  await engine.resize(small, wish)
  const result = engine.resize(picture, wish, signal)
  result.catch(() => {})
  await until(() => engine.stats().busy === 1)
  const [pid = 0] = childrenOf(process.pid)
  return { result, pid }
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()))
  restarts.length = 0
  assert.deepEqual(childrenOf(process.pid), [], 'a child process is left')
})

describe('a breach ends that picture and that child, and the next picture works', () => {
  async function recovers(engine: Engine, cause: RestartCause): Promise<void> {
    assert.deepEqual([restarts, engine.stats().restarts[cause]], [[cause], 1])
    assert.equal((await engine.resize(small, wish)).width, 4)
  }

  test('too much time', async () => {
    // Long enough to be given a quarter of it on a machine with other work.
    const engine = create({ engineTimeoutMs: 2000 })
    await assert.rejects(engine.resize(slow, wish), { name: 'Failure', code: 'engine-timed-out' })
    await recovers(engine, 'timed-out')
  })

  for (const [what, standsForMs] of Object.entries({ 'too little of its time': 2500, 'none of it': 9000 })) {
    test(`a machine that gave it ${what}`, async () => {
      const engine = create({ engineTimeoutMs: 2000 })
      const { result, pid } = await inWork(engine)
      process.kill(pid, 'SIGSTOP')
      const goesOn = setTimeout(() => isAlive(pid) && process.kill(pid, 'SIGCONT'), standsForMs)
      await assert.rejects(result, { name: 'Failure', code: 'engine-starved' })
      clearTimeout(goesOn)
      await recovers(engine, 'starved')
    })
  }

  test('too much memory', async () => {
    const engine = create({ engineMemoryBytes: 256 * 1024 * 1024 })
    await assert.rejects(engine.resize(slow, wish), { name: 'Failure', code: 'engine-out-of-memory' })
    await recovers(engine, 'out-of-memory')
  })

  test('killed from outside', async () => {
    const engine = create()
    const { result, pid } = await inWork(engine)
    process.kill(pid, 'SIGKILL')
    await assert.rejects(result, { name: 'Failure', code: 'engine-crashed' })
    await recovers(engine, 'crashed')
  })

  test('given up', async () => {
    const engine = create()
    const given = new AbortController()
    const { result, pid } = await inWork(engine, { signal: given.signal })
    given.abort(new Failure('deadline-exceeded'))
    await assert.rejects(result, { name: 'Failure', code: 'deadline-exceeded' })
    assert.ok(!isAlive(pid))
    await recovers(engine, 'aborted')
  })
})

test('a breach in one slot does not touch the picture in another', async () => {
  const engine = create({ engineSlots: 2, engineTimeoutMs: 1000 })
  // Which of both depends on how busy the machine is.
  const slowOne = assert.rejects(engine.resize(slow, wish), { code: /^engine-(timed-out|starved)$/ })
  const others = Array.from({ length: 10 }, () => engine.resize(small, wish))
  assert.equal((await Promise.all(others)).length, 10)
  await slowOne
})

test('pictures wait for a slot in their order, and a waiting one can be given up', async () => {
  const engine = create()
  const done: number[] = []
  const given = new AbortController()
  const pictures = [0, 1, 2, 3].map((index) => engine.resize(small, wish).then(() => done.push(index)))
  const waiting = engine.resize(small, wish, given.signal)
  assert.equal(engine.stats().waiting, 5)
  given.abort()
  await assert.rejects(waiting, { code: 'shutting-down' })
  await Promise.all(pictures)
  assert.deepEqual([done, engine.stats().waiting, restarts], [[0, 1, 2, 3], 0, []])
})

test('a small picture need not wait until a large one is done, and a large one has no use of that', async () => {
  const engine = create({ engineExpress: true })
  const { result } = await inWork(engine)
  const large = engine.resize(slowPicture(2000), wish)
  await engine.resize(small, wish)
  assert.deepEqual([engine.stats().busy, engine.stats().waiting], [1, 1])
  await Promise.all([result, large])
})

test('a large picture that is refused by its first bytes is read to its end, and the next one stands behind it', async () => {
  const engine = create()
  for (let count = 0; count < 3; count++) {
    await assert.rejects(engine.resize(Buffer.alloc(8 * 1024 * 1024, 'no picture'), wish), {
      code: 'picture-format-not-supported',
    })
    assert.equal((await engine.resize(small, wish)).width, 4)
  }
  assert.deepEqual(restarts, [])
})

test('a child gets a successor after its number of pictures', async () => {
  const engine = create({ engineRecycleAfter: 3 })
  for (let count = 0; count < 7; count++) await engine.resize(small, wish)
  assert.deepEqual(restarts, ['recycled', 'recycled'])
})

test('slots can be added and taken away while pictures run', async () => {
  const engine = create()
  engine.resizeSlots(3)
  assert.equal((await Promise.all(Array.from({ length: 9 }, () => engine.resize(small, wish)))).length, 9)
  assert.equal(childrenOf(process.pid).length, 3)
  const running = [engine.resize(small, wish), engine.resize(small, wish), engine.resize(small, wish)]
  engine.resizeSlots(1)
  assert.equal(engine.stats().slots, 1)
  await Promise.all(running)
  await until(() => childrenOf(process.pid).length === 1)
})

test('closing rejects what waits and lets the running picture end', async () => {
  const engine = create()
  const { result } = await inWork(engine, { picture: slowPicture(2000) })
  const waiting = assert.rejects(engine.resize(small, wish), { code: 'shutting-down' })
  await engine.close()
  await waiting
  assert.equal((await result).width, 4)
})

test('children that die at every start are started with pauses, and nobody waits for them', async () => {
  const engine = create({}, new URL('./no-such-program.ts', import.meta.url))
  await assert.rejects(engine.resize(small, wish), { name: 'Failure', code: 'engine-crashed' })
  assert.ok(engine.stats().restarts['boot-failed'] >= 3)
})

describe('no child outlives its parent', () => {
  async function parentWithBusyChild(side: number, timeoutMs: number) {
    const program = fileURLToPath(new URL('../../../test/contract/engine-parent.ts', import.meta.url))
    const command = [program, String(side), String(timeoutMs)]
    const parent = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(parent.stdout, 'data')
    const children = childrenOf(parent.pid ?? 0)
    assert.equal(children.length, 1)
    return { parent, children }
  }

  test('not even one that hangs in a decoder while the parent is killed', async () => {
    const { parent, children } = await parentWithBusyChild(7000, 60_000)
    parent.kill('SIGKILL')
    await once(parent, 'close')
    await until(() => !children.some(isAlive))
  })

  test('nor does one work for ever under a parent that is stuck', async () => {
    const { parent, children } = await parentWithBusyChild(7000, 500)
    parent.kill('SIGSTOP')
    await until(() => !children.some(isAlive))
    parent.kill('SIGKILL')
    await once(parent, 'close')
  })

  test('nor does it end before its parent by the signals that a terminal or a service manager sends', async () => {
    const { parent, children } = await parentWithBusyChild(2000, 60_000)
    for (const child of children) {
      process.kill(child, 'SIGINT')
      process.kill(child, 'SIGTERM')
    }
    assert.deepEqual(await once(parent, 'close'), [0, null])
    await until(() => !children.some(isAlive))
  })
})
