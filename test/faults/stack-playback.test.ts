import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { MODEL_NAMES } from '../../src/playback/models/names.ts'
import { resize } from '../client.ts'
import { ask, testDatabase } from '../mysql-servers.ts'
import { askForRun, playbackCalls, runWhen } from '../playback/playback-client.ts'
import { somePictures } from '../playback/some-pictures.ts'
import { count, faultServers } from './forms.ts'
import { type StackStage, startStackStage } from './stack-stage.ts'

const servers = faultServers('Playback through the processes of the stack')
const RESULTS =
  "select operation_id, sha2(bytes, 256) as digest from picture where role = 'result' order by operation_id"
const OPERATIONS = count({ short: 6, long: 30 })

if (servers) {
  describe('a playback run through the processes of the stack', () => {
    let stage: StackStage
    let operations: string[]
    const fresh = testDatabase({ name: 'the same server', url: servers.mysqlUrl })
    before(async () => {
      stage = await startStackStage(servers)
      operations = []
      for (const { source, options } of await somePictures(OPERATIONS)) {
        const { identifier, status } = await resize(stage.url, source, { ...options, height: 16 })
        assert.equal(status, 'completed')
        operations.push(identifier)
      }
    })
    after(() => stage?.stop())

    it('gives every recorded result again under every model, the mediator by calls through the router', async () => {
      const before = await playbackCalls(stage.url)
      const run = await runWhen(stage.url, await askForRun(stage.url, { operations }))
      assert.deepEqual([run.status, run.error], ['completed', null])
      assert.deepEqual(
        run.reports.map(({ model, equal, measures }) => [model, equal, measures.calls]),
        MODEL_NAMES.map((model) => [model, OPERATIONS, model === 'mediator' ? 3 * OPERATIONS : 0]),
        JSON.stringify(run.reports),
      )
      assert.ok((await playbackCalls(stage.url)) - before >= 3 * OPERATIONS)
    })

    it('is replayed by the program into an empty database, every picture equal', async () => {
      const program = join(import.meta.dirname, '../../src/replay/main.ts')
      const child = spawn(
        process.execPath,
        [program, '--from', '2000-01-01', '--to', '2100-01-01', '--into', fresh.url],
        {
          env: { MYSQL_URL: stage.mysqlUrl, KAFKA_BROKERS: servers.brokers, KAFKA_TOPIC_NAME: stage.topic },
        },
      )
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
      assert.deepEqual(await once(child, 'close'), [0, null], said)
      assert.equal(said, `${OPERATIONS} of ${OPERATIONS} operations are equal, picture by picture.\n`)
      const results = await ask<{ digest: string }>(fresh.url, RESULTS)
      assert.deepEqual(results[0], await stage.query(RESULTS))
      assert.equal(results[0].length, OPERATIONS)
    })

    it('goes on when its process is killed while the mediator commands, and leaves nothing', async () => {
      const id = await askForRun(stage.url, { operations, models: ['mediator'], speed: '×0.5' })
      await runWhen(stage.url, id, ({ progress }) => (progress?.ended ?? 0) > 0)
      process.kill(await stage.pidOf('resize-playback-1'), 'SIGKILL')
      const run = await runWhen(stage.url, id)
      assert.deepEqual([run.status, run.attempts, run.reports[0]?.equal], ['completed', 2, OPERATIONS])
      assert.deepEqual(
        (await stage.topics.list()).filter((topic) => topic.includes(id)),
        [],
      )
      assert.deepEqual(await stage.query('select id from sandbox_operation'), [])
    })
  })
}
