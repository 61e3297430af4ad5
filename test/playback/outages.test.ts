import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../src/errors/failure.ts'
import { kafkaServers } from '../kafka-servers.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'
import { openLog } from '../topic-log.ts'
import { openPlaybackStage, type PlaybackStage, type StackKind, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const OPERATIONS = 12

for (const kind of stackKinds) {
  describe(`a playback run without the topic of the requests, on ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind)
      operations = await stage.record(...(await somePictures(OPERATIONS)))
      await stage.topics.remove({ topics: [stage.requests], groups: [] })
      while ((await stage.topics.list()).includes(stage.requests)) await sleep(50)
    })
    after(() => stage.close())

    it('needs none of it where operations are named by their IDs or their times', async () => {
      for (const asked of [operations, { from: 0, to: Date.now() + 60_000 }]) {
        const { status, reports } = await stage.play({ operations: asked, models: ['event-notification', 'mediator'] })
        assert.deepEqual([status, ...reports.map(({ equal }) => equal)], ['completed', OPERATIONS, OPERATIONS])
      }
    })

    it('fails in words where they are named by their offsets, for waiting does not bring them back', async () => {
      const { status, error } = await stage.play({ operations: { topic: stage.requests, offsets: [0, 9] } })
      assert.deepEqual([status, error?.code], ['failed', 'request-not-valid'])
      assert.match(error?.detail ?? '', /does not exist any more/)
    })
  })
}

const [kafka] = kafkaServers
const [, onServers] = stackKinds
if (kafka && onServers) {
  describe(`a playback run while Kafka is away, on ${onServers.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    let proxy: TcpProxy
    before(async () => {
      const [host = '', port] = kafka.settings.brokers.split(',')[0]?.split(':') ?? []
      proxy = await startTcpProxy({ host, port: Number(port), tellsItsAddress: true })
      const settings = { ...kafka.settings, brokers: `127.0.0.1:${proxy.port}` }
      const throughProxy: StackKind = {
        name: onServers.name,
        async open(folder) {
          const { stores, topics, drop } = await onServers.open(folder)
          await topics.close()
          return { stores, topics: openLog({ kind: 'kafka', settings, prefix: `test-${randomUUID()}-` }), drop }
        },
      }
      stage = await openPlaybackStage(throughProxy)
      operations = await stage.record(...(await somePictures(OPERATIONS)))
    })
    after(async () => {
      await stage.close()
      await proxy.close()
    })

    it('goes on when it is back, in the same hands or the next ones, and leaves nothing', async () => {
      const { id } = await stage.playbacks.request({
        operations,
        models: ['event-sourcing', 'broker'],
        speed: '×0.1',
      })
      const outage = (async () => {
        while (((await stage.playbacks.find(id)).progress?.ended ?? 0) === 0) await sleep(20)
        await proxy.refuse()
        await sleep(6000)
        await proxy.accept()
      })()
      for (let status = 'queued'; status !== 'completed'; await sleep(100)) {
        status = await stage
          .worker('player')(id)
          .catch((error: unknown) => {
            // As the function's answer then, which the connector takes for `later`.
            if (hasCode(error, 'topic-unavailable')) return 'queued'
            throw error
          })
        assert.notEqual(status, 'failed', JSON.stringify((await stage.playbacks.find(id)).error))
      }
      await outage
      const { reports } = await stage.playbacks.find(id)
      assert.deepEqual(
        reports.map(({ equal }) => equal),
        [OPERATIONS, OPERATIONS],
      )
      await stage.assertCleared(id)
    })
  })
}
