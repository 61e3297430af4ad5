import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OperationStore } from '../../src/operation/ports.ts'
import { type Program, programsOf } from '../../src/stack/programs.ts'
import { stackSettings } from '../../src/stack/settings.ts'
import { startSupervisor } from '../../src/stack/supervisor.ts'
import { mayPass } from '../../src/store/mysql/errors.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { createRetry } from '../../src/store/retry.ts'
import { createKafkaTopics } from '../../src/topic/kafka/kafka-topics.ts'
import { type KafkaSettings, kafkaSettings } from '../../src/topic/kafka/settings.ts'
import type { Topics } from '../../src/topic/topic.ts'
import { freePorts } from '../free-ports.ts'
import { temporaryFolder } from '../local-process.ts'
import { logger } from '../logger.ts'
import { ask, settingsFor, withDatabase } from '../mysql-servers.ts'
import { removeTopics } from '../remove-topics.ts'

/** Where a stack for tests runs. */
export interface StackServers {
  readonly mysqlUrl: string
  readonly brokers: string
}

/** Every part as a process of its own, on real servers, with a database and topics of its own. */
export interface StackStage {
  /** The router's. */
  readonly url: string
  readonly topic: string
  readonly group: string
  readonly kafka: KafkaSettings
  /** With the database. */
  readonly mysqlUrl: string
  readonly topics: Topics
  readonly store: OperationStore
  /** The names of the processes of a kind: `resize-worker`, `kafka-connector`, `router`. */
  namesOf(kind: string): string[]
  /** Waits until the process runs. */
  pidOf(name: string): Promise<number>
  /** Starts a process anew with a failpoint (`after_claim:exit`), which is gone again with its next start. */
  arm(name: string, failpoint: string): Promise<void>
  /** Waits until a process has come to a failpoint. */
  reached(name: string, failpoint: string): Promise<void>
  /** The IDs of the worker processes that hold an operation now. */
  busyWorkers(): Promise<number[]>
  /** The last lines of every log. */
  logs(): string
  /** Runs a statement on the stack's database. */
  query<Row>(statement: string): Promise<Row[]>
  /** Ends every process and drops the database. */
  stop(): Promise<void>
}

/** Puts something between the programs; says what each is told then, beside its own environment. */
export type OpenLinks = (
  programs: readonly Program[],
  database: string,
) => Promise<{ readonly envOf: (program: Program) => Readonly<Record<string, string>> }>

/** The shortest lease and session that make sense: the tests wait for them to end. */
export const LEASE_MS = 3000
export const SESSION_MS = 6000

/** The servers that the environment names; undefined when one is missing. */
export function stackServers(): StackServers | undefined {
  const [mysqlUrl = ''] = (process.env['MYSQL_URL'] ?? '').split(',')
  const brokers = process.env['KAFKA_BROKERS'] ?? ''
  return mysqlUrl && brokers ? { mysqlUrl, brokers } : undefined
}

/**
 * Starts 2 submits, 1 status, 3 workers, 1 sweep, 1 router and 2 connectors, and waits until they are ready.
 * @param openLinks puts something between them
 */
export async function startStackStage(
  { mysqlUrl, brokers }: StackServers,
  openLinks: OpenLinks = async () => ({ envOf: () => ({}) }),
): Promise<StackStage> {
  const name = `picture_resize_test_${randomBytes(6).toString('hex')}`
  const topic = `stack-${name}`
  const group = `${topic}.connector`
  const { folder, remove } = temporaryFolder()
  const settings = stackSettings.read({
    STACK_PORT: String(await freePorts(40)),
    STACK_WORKERS: '3',
    STACK_CONNECTORS: '2',
  })
  const env = {
    PATH: process.env['PATH'],
    MYSQL_URL: withDatabase(mysqlUrl, name),
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_NAME: topic,
    KAFKA_GROUP_NAME: group,
    KAFKA_SESSION_TIMEOUT_MS: String(SESSION_MS),
    DATA_DIR: folder,
    LEASE_MS: String(LEASE_MS),
    UNPUBLISHED_AFTER_MS: '1000',
    LOST_AFTER_MS: '2000',
    MAX_CRASHES: '20',
    upstream_timeout: '20s',
    rebuild_interval: '1s',
    retry_delays: '200ms,500ms,1s',
    probe_delays: '200ms,500ms,1s',
    max_attempts: '30',
  }
  const armed = new Map<string, string>()
  const plain = programsOf(settings)
  const { envOf } = await openLinks(plain, name)
  const programs = plain.map((program) => ({
    ...program,
    // Read with each start of the process.
    get env() {
      const failpoint = armed.get(program.name)
      armed.delete(program.name)
      return { ...program.env, ...envOf(program), ...(failpoint && { FAILPOINT: failpoint }) }
    },
  }))
  const root = join(import.meta.dirname, '../..')
  const supervisor = startSupervisor({ programs, env, root, folder, clock: Date.now })
  const kafka = kafkaSettings.read(env)
  const topics = createKafkaTopics({ settings: kafka, logger })
  const directUrl = withDatabase(mysqlUrl, name)
  const store = await openMysqlStore(settingsFor(directUrl), 1)
  // A machine that is busy with all this may take too long to say hello.
  const retry = createRetry({ mayPass, retryForMs: ASKED_FOR_MS, clock: Date.now, random: Math.random, sleep })
  const query = async <Row>(statement: string) => (await retry(() => ask<Row>(directUrl, statement)))[0]

  const stage: StackStage = {
    url: `http://127.0.0.1:${settings.port}`,
    topic,
    group,
    kafka,
    mysqlUrl: directUrl,
    topics,
    store,
    query,
    namesOf: (kind) => programs.flatMap((program) => (program.name.startsWith(kind) ? program.name : [])),
    async pidOf(wanted) {
      for (;;) {
        const pid = supervisor.states().find((state) => state.name === wanted)?.pid
        if (pid !== undefined) return pid
        await sleep(20)
      }
    },
    async arm(wanted, failpoint) {
      const pid = await stage.pidOf(wanted)
      armed.set(wanted, failpoint)
      process.kill(pid, 'SIGTERM')
      while ((await stage.pidOf(wanted)) === pid) await sleep(20)
      await untilReady(programs.find((program) => program.name === wanted)?.readyUrl ?? '', stage)
    },
    async reached(wanted, failpoint) {
      const deadline = Date.now() + REACHED_WITHIN_MS
      while (!readFileSync(join(folder, `${wanted}.log`), 'utf8').includes(`failpoint ${failpoint}\n`)) {
        if (Date.now() > deadline) throw new Error(`${wanted} did not come to ${failpoint}`)
        await sleep(20)
      }
    },
    async busyWorkers() {
      const rows = await query<{ claim_worker: string }>(
        "select distinct claim_worker from operation where status = 'running'",
      )
      return rows.map(({ claim_worker }) => Number(claim_worker.split(':')[1]))
    },
    async stop() {
      await supervisor.stop()
      await removeTopics(topics, topic)
      await topics.close()
      await store.close()
      await retry(() => ask(withDatabase(mysqlUrl, ''), `drop database if exists ${name}`))
      remove()
    },
    logs: () => programs.map((program) => lastLines(join(folder, `${program.name}.log`))).join('\n'),
  }
  try {
    await Promise.all(programs.map(({ readyUrl }) => untilReady(readyUrl, stage)))
  } catch (error) {
    await stage.stop()
    throw error
  }
  return stage
}

const READY_WITHIN_MS = 180_000
const ASKED_FOR_MS = 30_000
const REACHED_WITHIN_MS = 30_000

async function untilReady(url: string, { logs }: StackStage): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while ((await fetch(url).catch(() => undefined))?.status !== 200) {
    if (Date.now() > deadline) throw new Error(`${url} is not ready:\n${logs()}`)
    await sleep(100)
  }
}

function lastLines(path: string): string {
  return existsSync(path) ? `${path}\n${readFileSync(path, 'utf8').split('\n').slice(-6).join('\n')}` : ''
}
