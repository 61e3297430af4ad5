import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { newId } from '../../operation/new-id.ts'
import type { Inspect, OperationStore } from '../../operation/ports.ts'
import type { Message, Topics } from '../../topic/topic.ts'
import type { CommandTakers } from '../commands.ts'
import type { ModelName } from '../models/names.ts'
import type { PartName } from '../models/part-name.ts'
import type { Step } from '../models/step.ts'
import { groupOf, idPrefixOf, sandboxTopic } from '../played.ts'
import type { SandboxStore, SendCommand } from '../ports.ts'
import type { Recorder } from '../record.ts'
import { createCommands } from './commands.ts'
import { type Connection, type ConnectorLife, startConnector } from './connector.ts'
import type { FaultPlan } from './fault.ts'
import { createLives, type Life, type StoppableEngine } from './life.ts'
import { createPart, type Handle, type Part } from './part.ts'

/** How long a worker of a sandbox holds an operation without a sign of life: short, for a fault is to be seen out. */
export const SANDBOX_LEASE_MS = 1000

/** The claim rules of every model. */
export const CLAIM_RULES = { leaseMs: SANDBOX_LEASE_MS, maxAttempts: 25, maxCrashes: 3 }

/** What a log may put around a message, beyond what is counted for it. */
const BATCH_BYTES = 1024

/** What a model is given to live in. */
export interface Sandbox {
  readonly logger: Logger
  readonly inspect: Inspect
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Runs work when it is its turn: as many at a time as the engine has slots, and one more. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** The full name of a topic of this model. */
  topic(name: string): string
  /** Makes topics of this model by their short names. */
  ensure(...names: string[]): Promise<void>
  /** Reads a topic of this model from its beginning to its present end. */
  readAll: Topics['readAll']
  /** What a part that no fault ends has of the world. */
  life(part: PartName): Life
  /** Begins a part: `begin` is called for each of its lives and says what that one does with a message. */
  part<Work = Message>(name: PartName, begin: (life: Life) => Begun<Work>): Promise<Part<Work>>
  /** Begins to bring the messages of topics to parts. Called once. */
  connect(...connections: { topic: string; to: Part; inOrder?: boolean }[]): Promise<void>
  /** Lets the steps be commanded through the gateway; each part takes the IDs of operations. */
  serve(workers: Readonly<Record<Step, Part<string>>>): void
  /** Whether everything that was written to the connected topics has been settled. */
  isDrained(): Promise<boolean>
}

type Begun<Work> = Handle<Work> | Promise<Handle<Work>>

/** Everything a sandbox is made of. */
export interface SandboxParts {
  /** The topic of the recorded operations' requests. */
  readonly requests: string
  readonly run: string
  readonly model: ModelName
  readonly topics: Topics
  readonly partitions: number
  readonly maxMessageBytes: number
  readonly store: SandboxStore
  readonly engine: StoppableEngine
  readonly slots: () => number
  readonly inspect: Inspect
  readonly sendCommand: SendCommand
  readonly commandTakers: CommandTakers
  readonly recorder: Recorder
  readonly fault: FaultPlan
  readonly clock: () => number
  /** Milliseconds that only grow. */
  readonly elapsed: () => number
  readonly logger: Logger
  /** Told of what only a new attempt at the whole model can cure. */
  readonly broken: (error: unknown) => void
}

/** A sandbox for one model of one run; `close` ends its parts, and leaves topics and rows to who removes them. */
export function createSandbox(parts: SandboxParts): Sandbox & { close(): Promise<void> } {
  const { run, model, topics, recorder, fault, clock } = parts
  const limit = pLimit(parts.slots() + 1)
  const begun: Pick<Part, 'close'>[] = []
  const idPrefix = idPrefixOf(run)
  const key = newId()
  let stopServing = () => {}
  let connector: Part | undefined
  let connectorLife: ConnectorLife | undefined
  let connections: readonly Connection[] = []
  const ofThisRun: OperationStore = {
    ...parts.store.operations,
    findDue: async (due, count) =>
      (await parts.store.operations.findDue(due, count)).filter((id) => id.startsWith(idPrefix)),
  }
  const lives = createLives({
    ...parts,
    store: ofThisRun,
    workflows: parts.store.workflows,
    commands: createCommands({ ...parts, key }),
  })

  const changed = (part: PartName) => (happened: 'part-ended' | 'part-began') =>
    recorder.note({ part, happened, name: lives.nameOf(part) })

  const never = new AbortController()
  const topicOf = (name: string) => sandboxTopic(parts.requests, run, model, name)

  return {
    logger: parts.logger,
    inspect: parts.inspect,
    clock,
    inTurn: (work) => limit(work),
    topic: topicOf,
    ensure: (...names) =>
      topics.ensure(
        names.map((name) => ({
          topic: topicOf(name),
          partitions: parts.partitions,
          maxMessageBytes: parts.maxMessageBytes + BATCH_BYTES,
        })),
      ),
    readAll: topics.readAll,
    life: (part) => lives.begin(part, never.signal),

    async part<Work>(name: PartName, begin: (life: Life) => Begun<Work>) {
      let part: Part<Work> | undefined
      part = await createPart<Work>({
        name,
        begin: (signal) => begin(lives.begin(name, signal, () => part?.end())),
        changed: changed(name),
      })
      begun.push(part)
      return part
    },

    async connect(...wanted) {
      connections = wanted.map(({ topic, to, inOrder = false }) => ({
        topic: topicOf(topic),
        group: groupOf(topicOf(topic), to.name),
        to,
        inOrder,
      }))
      connector = await createPart({
        name: 'connector',
        async begin(signal) {
          await connectorLife?.end()
          lives.count('connector')
          const life = await startConnector({ ...parts, connections, delivered })
          connectorLife = life
          signal.addEventListener('abort', () => void life.end().catch(() => {}))
          return async () => {}
        },
        changed: changed('connector'),
      })
      begun.push(connector)
    },

    serve(workers) {
      stopServing = parts.commandTakers.add(key, ({ step, operation }) => workers[step].handle(operation))
    },

    async isDrained() {
      const lags = await Promise.all(connections.map(({ group, topic }) => topics.lag(group, [topic])))
      return lags.flat().every(({ lag }) => lag === 0)
    },

    async close() {
      stopServing()
      for (const part of begun) part.close()
      await connectorLife?.end()
    },
  }

  function delivered({ topic }: Connection, { key, value }: Message): void {
    const name = topic.slice(topic.lastIndexOf('.') + 1)
    recorder.note({ part: 'connector', happened: 'delivery', name, operation: key?.toString(), bytes: value.length })
    // A moment later: the part has begun with the message then.
    setTimeout(() => fault.midway('connector', () => connector?.end()), 1)
  }
}
