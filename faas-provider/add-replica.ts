import { toContainerOptions } from './container-options.ts'
import { toCopyOptions } from './copy-options.ts'
import type { Deployment } from './deployment.ts'
import type { DockerEngine } from './docker-engine.ts'
import type { FunctionSecrets } from './function-secrets.ts'
import type { Goal } from './next-step.ts'
import { FROM_OUTSIDE, type Replica } from './replica.ts'

interface AddReplicaParts {
  readonly engine: DockerEngine
  readonly secrets: FunctionSecrets
  readonly settings: {
    /** The network on which functions are called, and those that they join beside it. */
    readonly network: string
    readonly otherNetworks: readonly string[]
    readonly pidsLimit: number
  }
  /** A new short text that nothing else has. */
  readonly newId: () => string
}

/** Starts one more replica of a function. What cannot be started leaves nothing behind. */
export type AddReplica = ReturnType<typeof createAddReplica>

/** The two ways to one more replica. */
export function createAddReplica({ engine, secrets, settings, newId }: AddReplicaParts) {
  return {
    /** @throws Failure `deployment-refused`; `request-not-valid` for a secret that does not exist */
    async ofDeployment(deployment: Deployment, { revision, replicas }: Goal): Promise<void> {
      const options = toContainerOptions(deployment, {
        instance: `${deployment.service}.${newId()}`,
        network: settings.network,
        revision,
        replicas,
        pidsLimit: settings.pidsLimit,
        secrets: secrets.volumeOf(deployment, revision),
      })
      const id = await engine.create(options, new Map(settings.otherNetworks.map((network) => [network, []])))
      try {
        await secrets.fill(deployment, revision)
        await engine.start(id)
      } catch (error) {
        await engine.remove(id)
        await secrets.clear(deployment.service)
        throw error
      }
    },

    /** One more of those that somebody else started. @throws Failure `deployment-refused` */
    async ofSiblings(replicas: readonly Replica[]): Promise<void> {
      const found = replicas.filter(({ revision }) => revision === FROM_OUTSIDE)
      const siblings = await Promise.all(found.map(({ id }) => engine.inspect(id)))
      const newest = siblings.at(-1)
      if (!newest) return
      const { options, otherNetworks } = toCopyOptions(newest, siblings)
      const id = await engine.create(options, otherNetworks)
      await engine.start(id).catch(async (error) => {
        await engine.remove(id)
        throw error
      })
    },
  }
}
