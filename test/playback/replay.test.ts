import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { transition } from '../../src/operation/transition.ts'
import { replay } from '../../src/playback/replay.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { resize } from '../client.ts'
import { startLocalProcess, temporaryFolder } from '../local-process.ts'
import { logger } from '../logger.ts'
import { openPlaybackStage, type PlaybackStage, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const everything = { from: 0, to: Number.MAX_SAFE_INTEGER }

for (const kind of stackKinds) {
  describe(`replay from ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind)
      operations = await stage.record(...(await somePictures(6)))
    })
    after(() => stage.close())

    const replayInto = (target = openSqliteStore(':memory:'), span = everything) =>
      replay(
        {
          topics: stage.topics,
          topic: stage.requests,
          recorded: stage.stores.operations,
          target,
          engine: stage.engine,
          atOnce: 2,
          logger,
        },
        span,
      )

    it('rebuilds every operation with its ID, its request and equal pictures', async () => {
      const target = openSqliteStore(':memory:')
      assert.deepEqual(await replayInto(target), { operations: 6, equal: 6, unproven: [] })
      for (const id of operations) {
        const [was, is] = await Promise.all([stage.stores.operations.find(id), target.find(id)])
        assert.equal(is?.operation.requestedAt, was?.operation.requestedAt)
        for (const role of ['source', 'result'] as const) {
          const [before, now] = await Promise.all([
            stage.stores.operations.readPicture(id, role),
            target.readPicture(id, role),
          ])
          assert.deepEqual(Buffer.from(now ?? []), Buffer.from(before ?? []))
        }
      }
      await assert.rejects(replayInto(target), { code: 'target-not-empty' })
    })

    it('takes only the messages of the span', async () => {
      const { operations: none } = await replayInto(openSqliteStore(':memory:'), { from: 0, to: 1 })
      assert.equal(none, 0)
    })

    it('does not call equal what it cannot prove', async () => {
      const [first = ''] = operations
      await transition(stage.stores.operations, first, { type: 'erase' })
      const { equal, unproven } = await replayInto()
      assert.deepEqual([equal, unproven], [5, [{ operation: first, why: 'Left out: source no longer kept.' }]])
    })
  })
}

describe('the program replay', () => {
  const { folder, remove } = temporaryFolder()
  after(remove)
  const program = join(import.meta.dirname, '../../src/replay/main.ts')
  const call = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { env: { DATA_DIR: join(folder, 'live') }, encoding: 'utf8' })

  it('ends with 0 when every picture is equal, and only then', async () => {
    const service = await startLocalProcess({ DATA_DIR: join(folder, 'live') })
    for (const { source, options } of await somePictures(3)) {
      await resize(service.url, source, { ...options, height: 9 })
    }
    await service.end('SIGTERM')
    const span = ['--from', '2000-01-01', '--to', '2100-01-01']
    const first = call(...span, '--into', join(folder, 'fresh'))
    assert.deepEqual([first.status, first.stderr], [0, ''])
    assert.match(first.stdout, /^3 of 3 operations are equal/)
    assert.equal(call(...span, '--into', join(folder, 'fresh')).status, 1)
    assert.equal(call('--from', '2000-01-01', '--to', '2000-01-02', '--into', join(folder, 'other')).status, 1)
    assert.equal(call('--from', 'yesterday').status, 2)
    assert.equal(call('--unknown').status, 2)
  })
})
