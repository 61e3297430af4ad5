import type { Logger } from 'pino'
import { Failure } from '../src/errors/failure.ts'
import type { AddReplica } from './add-replica.ts'
import type { Deployment } from './deployment.ts'
import type { Directory } from './directory.ts'
import type { DockerEngine } from './docker-engine.ts'
import type { FunctionSecrets } from './function-secrets.ts'
import { type ProvidedStatus, toStatus } from './function-status.ts'
import { REPLICAS_LABEL } from './labels.ts'
import type { Goal } from './next-step.ts'
import { FROM_OUTSIDE, type Replica } from './replica.ts'
import { createRollouts } from './rollout.ts'
import type { Usage } from './usage.ts'

/** The revision of a function that shall be gone: no container has it. */
const GONE = 'gone'

/** What can be done with functions. Names are without a namespace. */
export interface Functions {
  /** @throws Failure `engine-unavailable` */
  list(): Promise<ProvidedStatus[]>
  /** @throws Failure `function-not-found` */
  find(name: string, withUsage: boolean): Promise<ProvidedStatus>
  /**
   * Deploys a function, or a new revision of it. Its first replica runs when this resolves; whether it answers is seen
   * afterwards, and only then do old replicas end, one after another.
   * @throws Failure `function-exists`, `function-not-found`, `function-not-ours`, `request-not-valid`, `deployment-refused`
   */
  deploy(deployment: Deployment, as: 'new' | 'update'): Promise<void>
  /** @throws Failure `function-not-found`, `function-not-ours` */
  remove(name: string): Promise<void>
  /** @throws Failure `function-not-found` */
  scale(name: string, replicas: number): void
  /** How many replicas a function shall have. @throws Failure `function-not-found` */
  wantedOf(name: string): number
  /** Goes on with updates that the end of this program has cut off. */
  resume(): Promise<void>
  /** Leaves what is under way where it is; the next provider goes on with it. */
  stop(): Promise<void>
}

interface FunctionsParts {
  readonly engine: DockerEngine
  readonly directory: Directory
  readonly secrets: FunctionSecrets
  readonly addReplica: AddReplica
  readonly settings: {
    readonly namespace: string
    readonly alwaysPull: boolean
    readonly readyTimeoutMs: number
  }
  /** A new short text that nothing else has. */
  readonly newId: () => string
  readonly invocationsOf: (name: string) => number
  readonly usageOf: (replicas: readonly Replica[]) => Promise<Usage>
  readonly logger: Logger
}

/** The functions of one Docker Engine. All that is known of them is kept in it, as labels of containers. */
export function createFunctions(parts: FunctionsParts): Functions {
  const { engine, directory, secrets, addReplica, settings, newId, logger } = parts
  const rollouts = createRollouts({
    engine,
    directory,
    logger,
    readyTimeoutMs: settings.readyTimeoutMs,
    addReplica: (name, goal) =>
      goal.revision === FROM_OUTSIDE
        ? addReplica.ofSiblings(directory.replicasOf(name))
        : addReplica.ofDeployment(deploymentOf(name, goal), goal),
    reached: async (name) => secrets.clear(name),
  })

  return {
    async list() {
      await directory.refresh()
      return directory.names().filter(exists).map(statusOf)
    },
    async find(name, withUsage) {
      await directory.refresh()
      const found = statusOf(requireFunction(name))
      if (!withUsage) return found
      return { ...found, usage: await parts.usageOf(directory.readyOf(name)) }
    },
    async deploy(deployment, as) {
      const { service: name, image } = deployment
      await directory.refresh()
      if (exists(name) && as === 'new') throw new Failure('function-exists')
      if (as === 'update') requireFunction(name)
      requireOurs(name)
      await engine.bringImage(image, settings.alwaysPull)
      const goal = { revision: newId(), replicas: Math.max(1, exists(name) ? wantedOf(name) : 1), keepsStopped: false }
      // To an update that is still under way, the new replica would be an old one, to be ended and removed.
      const release = rollouts.hold(name)
      try {
        // The first one now: whoever deploys is told what the engine says to it.
        await addReplica.ofDeployment(deployment, goal)
        await directory.refresh()
        rollouts.bring(name, goal)
      } finally {
        release()
      }
    },
    async remove(name) {
      await directory.refresh()
      requireOurs(requireFunction(name))
      rollouts.bring(name, { revision: GONE, replicas: 0, keepsStopped: false })
    },
    scale(name, replicas) {
      const newest = directory.replicasOf(requireFunction(name)).at(-1)
      const revision = rollouts.goalOf(name)?.revision ?? newest?.revision ?? FROM_OUTSIDE
      rollouts.bring(name, { revision, replicas, keepsStopped: revision === FROM_OUTSIDE })
    },
    wantedOf: (name) => wantedOf(requireFunction(name)),
    async resume() {
      for (const name of directory.names()) {
        const ours = directory.replicasOf(name).filter(({ revision }) => revision !== FROM_OUTSIDE)
        const newest = ours.at(-1)
        if (!newest || ours.every(({ revision }) => revision === newest.revision)) continue
        const { Config } = await engine.inspect(newest.id)
        const replicas = Number(Config.Labels[REPLICAS_LABEL] ?? 1)
        rollouts.bring(name, { revision: newest.revision, replicas, keepsStopped: false })
      }
    },
    stop: rollouts.stop,
  }

  function exists(name: string): boolean {
    return rollouts.goalOf(name)?.revision !== GONE && directory.replicasOf(name).length > 0
  }

  function requireFunction(name: string): string {
    if (!exists(name)) throw new Failure('function-not-found')
    return name
  }

  /** Docker Compose would bring back what is removed here, and knows nothing of what is deployed in its place. */
  function requireOurs(name: string): void {
    const replicas = directory.replicasOf(name)
    if (replicas.length === 0 || replicas.some(({ revision }) => revision !== FROM_OUTSIDE)) return
    throw new Failure('function-not-ours', {
      detail: 'It was started from outside, such as by Docker Compose: change it there.',
    })
  }

  function wantedOf(name: string): number {
    const running = directory.replicasOf(name).filter((replica) => isWanted(directory.phaseOf(replica)))
    return rollouts.goalOf(name)?.replicas ?? running.length
  }

  function deploymentOf(name: string, { revision }: Goal): Deployment {
    const found = directory.replicasOf(name).find((replica) => replica.revision === revision)
    if (!found) throw new Failure('function-not-found', { message: `${name} has no replica of revision ${revision}` })
    return found.deployment
  }

  function statusOf(name: string): ProvidedStatus {
    const replicas = directory.replicasOf(name)
    const goal = rollouts.goalOf(name)
    const shown = replicas.findLast(({ revision }) => revision === (goal?.revision ?? replicas.at(-1)?.revision))
    const [first] = replicas
    if (!shown || !first) throw new Failure('function-not-found')
    return toStatus({
      namespace: settings.namespace,
      deployment: shown.deployment,
      createdAt: first.createdAt,
      phases: replicas.map(directory.phaseOf),
      wanted: goal?.replicas,
      invocationCount: parts.invocationsOf(name),
    })
  }
}

const isWanted = (phase: string) => phase === 'ready' || phase === 'starting'
