import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { DockerEngine } from './docker-engine.ts'
import type { Member } from './next-step.ts'
import { type Replica, toReplica } from './replica.ts'

/** The port of a function, by OpenFaaS's contract of workloads. */
export const FUNCTION_PORT = 8080

/** How often a replica that does not answer yet is asked again, and how long it may take for it: milliseconds. */
const PROBE_EVERY_MS = 200
const PROBE_TIMEOUT_MS = 2000

/** How long the end of a replica waits for the calls that are under way there: after that it finishes them itself. Milliseconds. */
const QUIET_AFTER_MS = 10_000

/** All containers are looked at again even though the engine reported nothing: milliseconds. */
const REFRESH_EVERY_MS = 10_000
const RECONNECT_AFTER_MS = 1000

/** A call of a replica. */
export interface Use {
  readonly address: string
  /** Says that the replica has ended. */
  readonly gone: AbortSignal
  /** To be called once, when the call has ended. */
  done(): void
}

/** The functions that there are now: what the engine runs, and which of it takes calls. */
export interface Directory {
  /** Looks at the engine. @throws Failure `engine-unavailable` */
  refresh(): Promise<void>
  names(): string[]
  /** The replicas of a function, oldest first, stopped ones too. */
  replicasOf(name: string): Replica[]
  phaseOf(replica: Replica): Member['phase']
  /** Those that take calls. */
  readyOf(name: string): Replica[]
  /** From now on a replica takes no calls: it is being stopped. */
  retire(id: string): void
  /** A replica could not be connected to: it takes calls again when it answers. */
  unreachable(id: string): void
  /** Begins a call of a replica; undefined when it takes none any more. */
  use(id: string): Use | undefined
  /** Resolves when no call of a replica is under way, or when that has taken long enough. */
  quiet(id: string): Promise<void>
  /** Resolves at the next change of any replica or goal, and when the signal says that it has been long enough. */
  changed(signal: AbortSignal): Promise<void>
  /** Says that there was a change. */
  announce(): void
  close(): void
}

interface DirectoryParts {
  readonly engine: DockerEngine
  readonly network: string
  readonly logger: Logger
}

/** Opens the directory: it follows the engine's events, and comes back when the engine was away. */
export async function openDirectory({ engine, network, logger }: DirectoryParts): Promise<Directory> {
  const closing = new AbortController()
  const changes = new EventEmitter().setMaxListeners(0)
  let replicas = new Map<string, Replica>()
  /** Those that have answered since they were started, the ends of those that are called, those that are asked, … */
  const answering = new Set<string>()
  const lives = new Map<string, { readonly gone: AbortController; calls: number }>()
  const asked = new Set<string>()
  const retired = new Set<string>()
  let reading: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  await refresh()
  watch()
  const timer = setInterval(() => refresh().catch(() => {}), REFRESH_EVERY_MS)

  return {
    refresh,
    names: () => [...new Set([...replicas.values()].map(({ deployment }) => deployment.service))].sort(),
    replicasOf,
    phaseOf,
    readyOf: (name) => replicasOf(name).filter((replica) => phaseOf(replica) === 'ready'),
    retire(id) {
      retired.add(id)
      changes.emit('change')
    },
    unreachable(id) {
      answering.delete(id)
      untilItAnswers(id)
    },
    use,
    quiet,
    changed,
    announce: () => void changes.emit('change'),
    close() {
      clearInterval(timer)
      closing.abort()
    },
  }

  function replicasOf(name: string): Replica[] {
    const found = [...replicas.values()].filter(({ deployment }) => deployment.service === name)
    return found.sort((a, b) => a.createdAt - b.createdAt || a.instance.localeCompare(b.instance))
  }

  function phaseOf(replica: Replica): Member['phase'] {
    if (!replica.isRunning) return 'stopped'
    if (retired.has(replica.id)) return 'stopping'
    return answering.has(replica.id) && !replica.isUnhealthy ? 'ready' : 'starting'
  }

  /** Whoever asks sees what was so after it asked: a look that is under way is followed by another one, for all. */
  function refresh(): Promise<void> {
    next ??= reading
      .catch(() => {})
      .then(() => {
        next = undefined
        reading = read()
        return reading
      })
    return next
  }

  async function read(): Promise<void> {
    const containers = await engine.containers(network)
    const found = containers.flatMap((container) => toReplica(container, network) ?? [])
    replicas = new Map(found.map((replica) => [replica.id, replica]))
    for (const id of [...answering, ...retired, ...lives.keys()]) if (!replicas.get(id)?.isRunning) ended(id)
    for (const id of replicas.keys()) untilItAnswers(id)
    changes.emit('change')
  }

  function ended(id: string): void {
    answering.delete(id)
    retired.delete(id)
    lives.get(id)?.gone.abort()
    lives.delete(id)
  }

  function use(id: string): Use | undefined {
    const replica = replicas.get(id)
    if (!replica?.address || phaseOf(replica) !== 'ready') return undefined
    const life = lives.get(id) ?? { gone: new AbortController(), calls: 0 }
    lives.set(id, life)
    life.calls++
    const done = () => {
      life.calls--
      if (retired.has(id)) changes.emit('change')
    }
    return { address: replica.address, gone: life.gone.signal, done }
  }

  async function quiet(id: string): Promise<void> {
    const tooLate = AbortSignal.timeout(QUIET_AFTER_MS)
    while ((lives.get(id)?.calls ?? 0) > 0 && !tooLate.aborted) await changed(tooLate)
  }

  async function changed(signal: AbortSignal): Promise<void> {
    await once(changes, 'change', { signal }).catch(() => {})
  }

  async function untilItAnswers(id: string): Promise<void> {
    if (asked.has(id)) return
    asked.add(id)
    while (!closing.signal.aborted) {
      const replica = replicas.get(id)
      if (!replica?.address || phaseOf(replica) !== 'starting' || replica.isUnhealthy) break
      if (await answers(replica.address)) {
        answering.add(id)
        changes.emit('change')
      } else {
        await pause(PROBE_EVERY_MS)
      }
    }
    asked.delete(id)
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const events = await engine.events(closing.signal)
        // What happened before the events began to come.
        await refresh()
        for await (const line of createInterface({ input: events })) {
          const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { ID: string } }
          // Every run of a health check reports itself; what it found is another event.
          if (Action.startsWith('exec_')) continue
          if (Action === 'die') ended(Actor.ID)
          refresh().catch(() => {})
        }
      } catch (error) {
        if (!closing.signal.aborted) logger.warn({ err: error }, 'the engine does not report what happens')
      }
      await pause(RECONNECT_AFTER_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  }
}

/** Whether a function answers at its health path. One that does not know that path (404) answers too. */
async function answers(address: string): Promise<boolean> {
  try {
    const url = `http://${address}:${FUNCTION_PORT}/_/health`
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}
