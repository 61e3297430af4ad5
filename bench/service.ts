import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { programsOf } from '../src/stack/programs.ts'
import { stackSettings } from '../src/stack/settings.ts'
import { startSupervisor } from '../src/stack/supervisor.ts'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import { childrenOf } from '../test/child-processes.ts'
import { freePorts } from '../test/free-ports.ts'
import { startLocalProcess, temporaryFolder } from '../test/local-process.ts'
import { logger } from '../test/logger.ts'
import { ask, withDatabase } from '../test/mysql-servers.ts'
import { removeTopics } from '../test/remove-topics.ts'
import { listenerOn } from './process-usage.ts'

/** A service that is measured. */
export interface Service {
  readonly url: string
  /** The IDs of its processes by what they are; the children of a kind are one too. */
  processes(): Map<string, readonly number[]>
  end(): Promise<void>
}

/** What is behind the name of a kind whose processes are children of that kind's. */
export const CHILDREN = ': engine'

/** How many processes submit, how many workers there are, and how many pictures each resizes at once. */
export interface StackShape {
  readonly submits: number
  readonly workers: number
  readonly slots: number
}

/** A machine that does much else takes its time. */
const READY_WITHIN_MS = 180_000

/** The servers that MYSQL_URL and KAFKA_BROKERS name; undefined when one is missing. */
export function stackServers(): { mysqlUrl: string; brokers: string } | undefined {
  const [mysqlUrl = ''] = (process.env['MYSQL_URL'] ?? '').split(',')
  const brokers = process.env['KAFKA_BROKERS'] ?? ''
  return mysqlUrl && brokers ? { mysqlUrl, brokers } : undefined
}

/** The whole service as one process, in a folder of its own. */
export async function startOneProcess(slots: number): Promise<Service> {
  const { folder, remove } = temporaryFolder()
  const service = await startLocalProcess({ DATA_DIR: folder, ENGINE_SLOTS: String(slots) })
  return {
    url: service.url,
    processes: () => withChildren(new Map([['service', [service.pid]]])),
    async end() {
      await service.end('SIGTERM')
      remove()
    },
  }
}

/** Every part as a process of its own on the servers that are named, with a database and topics of its own. */
export async function startStack({ submits, workers, slots }: StackShape): Promise<Service> {
  const servers = stackServers()
  if (!servers) throw new Error('MYSQL_URL and KAFKA_BROKERS must name the servers of the stack')
  const name = `picture_resize_bench_${randomBytes(6).toString('hex')}`
  const { folder, remove } = temporaryFolder()
  const settings = stackSettings.read({
    STACK_PORT: String(await freePorts(40)),
    STACK_SUBMITS: String(submits),
    STACK_WORKERS: String(workers),
  })
  const programs = programsOf(settings).map((program) => ({
    ...program,
    env: { ...program.env, ...('ENGINE_SLOTS' in program.env && { ENGINE_SLOTS: String(slots) }) },
  }))
  const env = {
    PATH: process.env['PATH'],
    MYSQL_URL: withDatabase(servers.mysqlUrl, name),
    KAFKA_BROKERS: servers.brokers,
    KAFKA_TOPIC_NAME: name,
    KAFKA_GROUP_NAME: `${name}.connector`,
    DATA_DIR: folder,
  }
  const root = join(import.meta.dirname, '..')
  const supervisor = startSupervisor({ programs, env, root, folder, clock: Date.now })
  await Promise.all(programs.map(({ readyUrl }) => untilReady(readyUrl)))
  return {
    url: `http://127.0.0.1:${settings.port}`,
    processes() {
      const kinds = Map.groupBy(supervisor.states(), (state) => state.name.replace(/-\d+$/, ''))
      const own = [...kinds].map(([kind, states]) => [kind, states.flatMap(({ pid }) => pid ?? [])] as const)
      return new Map([...withChildren(new Map(own)), ...serversHere(servers)])
    },
    async end() {
      await supervisor.stop()
      const topics = createKafkaTopics({ settings: kafkaSettings.read(env), logger })
      await removeTopics(topics, name)
      await topics.close()
      await ask(withDatabase(servers.mysqlUrl, ''), `drop database if exists ${name}`)
      remove()
    },
  }
}

/** What already runs somewhere: its processes are not known. */
export function runningAt(url: string): Service {
  return { url, processes: () => new Map(), end: async () => {} }
}

function withChildren(own: ReadonlyMap<string, readonly number[]>): Map<string, readonly number[]> {
  return new Map(
    [...own].flatMap(([kind, pids]) => {
      const children = pids.flatMap(childrenOf)
      return [[kind, pids] as const, ...(children.length > 0 ? [[kind + CHILDREN, children] as const] : [])]
    }),
  )
}

/** The servers, as far as they run on this machine. Others may use them too: what they use then is no figure of ours. */
function serversHere({ mysqlUrl, brokers }: { mysqlUrl: string; brokers: string }): [string, readonly number[]][] {
  const ports: [string, number][] = [
    ['mysqld', Number(new URL(mysqlUrl).port || 3306)],
    ['kafka', Number(brokers.split(',')[0]?.split(':')[1])],
  ]
  return ports.flatMap(([name, port]) => {
    const pid = listenerOn(port)
    return pid === undefined ? [] : [[name, [pid]]]
  })
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while ((await fetch(url).catch(() => undefined))?.status !== 200) {
    if (Date.now() > deadline) throw new Error(`${url} is not ready`)
    await sleep(100)
  }
}
