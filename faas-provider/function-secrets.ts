import { Failure } from '../src/errors/failure.ts'
import type { Secrets } from '../src/faas/secrets.ts'
import type { Deployment } from './deployment.ts'
import type { DockerEngine } from './docker-engine.ts'
import type { Replica } from './replica.ts'

/** The label of a volume with secrets: the network and the function that it is for. */
const OWNER_LABEL = 'com.openfaas.secrets-of'

/** A volume with the secrets of one revision of a function, and the labels that it is found by. */
interface SecretsVolume {
  readonly volume: string
  readonly labels: Readonly<Record<string, string>>
}

/** The secrets of deployments, each in a volume of its own: a function sees those that it asked for, no others. */
export interface FunctionSecrets {
  /** Where a deployment has its secrets; undefined when it has none. */
  volumeOf(deployment: Deployment, revision: string): SecretsVolume | undefined
  /**
   * Writes the secrets of a deployment to its volume, with the values that they have now.
   * @throws Failure `request-not-valid` when one of them does not exist
   */
  fill(deployment: Deployment, revision: string): Promise<void>
  /** Writes a secret's new value to every one of these replicas that has it. */
  renew(name: string, replicas: readonly Replica[]): Promise<void>
  /** Removes a function's volumes, but those that a container has. */
  clear(name: string): Promise<void>
}

/** @param network the functions' network, which tells the volumes of two providers on one engine apart */
export function createFunctionSecrets(engine: DockerEngine, secrets: Secrets, network: string): FunctionSecrets {
  const ownerOf = (name: string) => `${network}/${name}`

  return {
    volumeOf,
    async fill(deployment, revision) {
      const found = volumeOf(deployment, revision)
      if (!found) return
      const files = (deployment.secrets ?? []).map((name): [string, Buffer] => [name, secretOf(name)])
      await engine.fillVolume(found.volume, new Map(files))
    },
    async renew(name, replicas) {
      const files = new Map([[name, secretOf(name)]])
      const having = replicas.filter(({ deployment }) => deployment.secrets?.includes(name))
      const volumes = having.flatMap(({ deployment, revision }) => volumeOf(deployment, revision)?.volume ?? [])
      for (const volume of new Set(volumes)) await engine.fillVolume(volume, files)
    },
    async clear(name) {
      for (const volume of await engine.volumes(`${OWNER_LABEL}=${ownerOf(name)}`)) await engine.removeVolume(volume)
    },
  }

  function volumeOf({ service, secrets: names = [] }: Deployment, revision: string): SecretsVolume | undefined {
    if (names.length === 0) return undefined
    return { volume: `${network}-${service}-${revision}-secrets`, labels: { [OWNER_LABEL]: ownerOf(service) } }
  }

  function secretOf(name: string): Buffer {
    const value = secrets.read(name)
    if (value) return value
    throw new Failure('request-not-valid', { detail: `There is no secret "${name}".` })
  }
}
