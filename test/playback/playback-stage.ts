import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createSendCommand } from '../../functions/resize-playback/gateway.ts'
import { newId } from '../../src/operation/new-id.ts'
import type { ResizeOptions } from '../../src/operation/options.ts'
import { markAtOnce } from '../../src/operation/published-marks.ts'
import { createResize } from '../../src/operation/resize.ts'
import { createSubmit } from '../../src/operation/submit.ts'
import { createEngine } from '../../src/picture/create-engine.ts'
import type { Engine } from '../../src/picture/engine.ts'
import { inspectRequest } from '../../src/picture/inspect-request.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { createCommandTakers } from '../../src/playback/commands.ts'
import { createPlaybacks, type Playbacks } from '../../src/playback/playbacks.ts'
import { idPrefixOf, topicPrefixOf } from '../../src/playback/played.ts'
import type { PlaybackRequest } from '../../src/playback/request.ts'
import type { Run } from '../../src/playback/run.ts'
import { playbackSettings } from '../../src/playback/settings.ts'
import { createWorkOnRun, type WorkOnRun } from '../../src/playback/work-on-run.ts'
import { openMysqlStores } from '../../src/store/mysql.ts'
import { openSqliteStores } from '../../src/store/sqlite.ts'
import type { Stores } from '../../src/store/stores.ts'
import { createPublish } from '../../src/topic/publish.ts'
import type { Topics } from '../../src/topic/topic.ts'
import { kafkaServers } from '../kafka-servers.ts'
import { temporaryFolder } from '../local-process.ts'
import { logger } from '../logger.ts'
import { ask, mysqlServers, settingsFor, withDatabase } from '../mysql-servers.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'
import { logKinds, openLog, type TopicLog } from '../topic-log.ts'
import { startGateway } from './gateway-stage.ts'

/** Stores and topics that belong together: what playback stands on. */
export interface StackKind {
  readonly name: string
  /** Opens an empty one; `drop` leaves nothing of it. */
  open(folder: string): Promise<{ stores: Stores; topics: Topics; drop(): Promise<unknown> }>
}

const servers = await mysqlServers()

/**
 * SQLite and the local log; and, where the environment names servers, Kafka with the first one of them: what the stores
 * and tables of playback do on each server, their contract shows.
 */
export const stackKinds: readonly StackKind[] = [
  {
    name: 'SQLite and the local log',
    open: async (folder) => ({
      stores: openSqliteStores(join(folder, 'operations.db')),
      topics: openLog({ kind: 'local', path: join(folder, 'topic.db') }),
      drop: async () => {},
    }),
  },
  ...servers.slice(0, kafkaServers.length > 0 ? 1 : 0).map((server) => ({
    name: `${server.name} and Kafka`,
    async open(folder: string) {
      const name = `picture_resize_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`
      const stores = await openMysqlStores(settingsFor(withDatabase(server.url, name)), 1_000_000)
      const topics = openLog(logKinds[1]?.create(folder) as TopicLog)
      return { stores, topics, drop: () => ask(server.url, `drop database ${name}`) }
    },
  })),
]

/** What a suite of playback stands on: recorded operations with real pictures, and a worker that plays them. */
export interface PlaybackStage {
  readonly stores: Stores
  readonly topics: Topics
  readonly engine: Engine
  readonly requests: string
  readonly playbacks: Playbacks
  /** The mediator's way to the gateway, behind which the steps of this process are. */
  readonly toGateway: TcpProxy
  /** Records operations as the system does. @returns their IDs */
  record(...sources: readonly { source: Uint8Array; options: Partial<ResizeOptions> }[]): Promise<string[]>
  /** A worker of its own, as another process would be one. */
  worker(name: string, stop?: AbortSignal): WorkOnRun
  /** Asks for a run and works on it to its end. */
  play(request: Partial<PlaybackRequest>): Promise<Run>
  /** Nothing of the run is left but its row. */
  assertCleared(run: string): Promise<void>
  close(): Promise<void>
}

const rules = playbackSettings.read({})
const limits = limitSettings.read({ ENGINE_SLOTS: '2' })
const inspect = (source: Uint8Array, options: ResizeOptions) => inspectRequest(source, options, limits)

/** Opens a stage. */
export async function openPlaybackStage(kind: StackKind, changes: Partial<typeof rules> = {}): Promise<PlaybackStage> {
  const { folder, remove } = temporaryFolder()
  const { stores, topics, drop } = await kind.open(folder)
  const engine = createEngine(limits)
  const requests = `requests-${randomUUID()}`
  await topics.ensure([{ topic: requests, partitions: 2 }])
  const announced: string[] = []
  const runRules = { ...rules, ...changes }
  const playbacks = createPlaybacks({
    runs: stores.runs,
    now: () => stores.operations.now(),
    announce: async (run) => announced.push(run),
    rules: runRules,
    logger,
  })
  const commandTakers = createCommandTakers()
  const gateway = await startGateway({
    playbacks,
    takeTurn: async () => 'goes-on',
    takeCommand: commandTakers.take,
    logger,
  })
  const toGateway = await startTcpProxy({ port: Number(new URL(gateway.url).port) })
  const claims = { leaseMs: 60_000, maxAttempts: 3, maxCrashes: 3 }
  const store = stores.operations
  const publish = createPublish({ topics, topic: requests, clock: Date.now, newId })
  const submit = createSubmit({ store, publish, mark: markAtOnce(store), inspect, newId, logger })
  const resize = createResize({
    store,
    engine,
    worker: 'recorder',
    rules: claims,
    logger,
    inTurn: (work) => work(),
    onEnded: () => {},
  })

  const stage: PlaybackStage = {
    stores,
    topics,
    engine,
    requests,
    playbacks,
    toGateway,
    async record(...sources) {
      const ids: string[] = []
      for (const { source, options } of sources) {
        const { id } = await submit({ source, options: { ...standard, ...options } })
        await resize(id)
        ids.push(id)
      }
      return ids
    },
    worker: (name, stop = new AbortController().signal) =>
      createWorkOnRun({
        runs: stores.runs,
        recorded: store,
        requests,
        topics,
        partitions: 2,
        store: stores.sandbox,
        engine,
        slots: () => engine.stats().slots,
        inspect,
        sendCommand: createSendCommand(() => `http://127.0.0.1:${toGateway.port}`),
        commandTakers,
        rules: runRules,
        worker: name,
        clock: Date.now,
        elapsed: () => performance.now(),
        cpuMs: () => process.cpuUsage().user / 1000,
        stop,
        logger,
      }),
    async play(request) {
      const { id } = await playbacks.request({
        models: ['event-notification'],
        speed: 'max',
        operations: [],
        ...request,
      })
      const status = await stage.worker('player')(id)
      const run = await playbacks.find(id)
      assert.equal(status, run.status)
      return run
    },
    async assertCleared(run) {
      assert.deepEqual(
        (await topics.list()).filter((topic) => topic.startsWith(topicPrefixOf(requests, run))),
        [],
      )
      assert.equal(await stores.sandbox.count(idPrefixOf(run)), 0)
    },
    async close() {
      await toGateway.close()
      await gateway.close()
      await topics.remove({ topics: [requests], groups: [] })
      await engine.close()
      await topics.close()
      await store.close()
      await drop()
      remove()
    },
  }
  return stage
}

const standard = { width: 20, height: 16, fit: 'fill', position: 'center', upright: true, format: 'png' } as const
