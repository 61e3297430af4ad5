import type { ContainerCreateOptions, MountSettings } from 'dockerode'
import { parseDuration } from '../src/settings/duration.ts'
import type { Deployment } from './deployment.ts'
import { DEPLOYMENT_LABEL, FUNCTION_LABEL, REPLICAS_LABEL, REVISION_LABEL } from './labels.ts'
import { parseCpu, parseMemory } from './quantity.ts'

/** Where OpenFaaS's functions find their secrets: one file for each. */
const SECRETS_FOLDER = '/var/openfaas/secrets'

/** How long a replica may go on after SIGTERM when its deployment has no write_timeout: seconds, as in Kubernetes. */
const GRACE_SECONDS = 30

/** Docker's weight of one whole core. */
const SHARES_OF_A_CORE = 1024

/** Where a replica is put, and what of it is not the deployment's. */
export interface Placement {
  readonly instance: string
  readonly network: string
  readonly revision: string
  readonly replicas: number
  readonly pidsLimit: number
  /** The volume with the secrets of this deployment, and its labels; undefined when it has none. */
  readonly secrets: { readonly volume: string; readonly labels: Readonly<Record<string, string>> } | undefined
}

/**
 * A deployment as the options of one container. A function gets no capability, no way to new privileges, a limit of
 * processes, logs that do not grow for ever, and beside that what its deployment says.
 */
export function toContainerOptions(deployment: Deployment, placement: Placement): ContainerCreateOptions {
  const { service, image, envVars = {}, envProcess, limits, requests, readOnlyRootFilesystem = false } = deployment
  const memory = limits?.memory ? parseMemory(limits.memory) : 0
  return {
    name: placement.instance,
    Image: image,
    Env: Object.entries({ ...envVars, ...(envProcess && { fprocess: envProcess }) }).map((pair) => pair.join('=')),
    Labels: {
      [FUNCTION_LABEL]: service,
      [REVISION_LABEL]: placement.revision,
      [REPLICAS_LABEL]: String(placement.replicas),
      [DEPLOYMENT_LABEL]: JSON.stringify(deployment),
    },
    StopTimeout: graceSecondsOf(envVars['write_timeout']),
    HostConfig: {
      NetworkMode: placement.network,
      // What crashed is started again, also after the engine's own start; what was scaled down stays down.
      RestartPolicy: { Name: 'unless-stopped' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: placement.pidsLimit,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      ReadonlyRootfs: readOnlyRootFilesystem,
      // OpenFaaS promises a writable /tmp beside a read-only root.
      ...(readOnlyRootFilesystem && { Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=64m' } }),
      // The same limit with and without swap: a function that grows must not slow down the whole machine.
      ...(memory > 0 && { Memory: memory, MemorySwap: memory }),
      ...(limits?.cpu && { NanoCpus: parseCpu(limits.cpu) }),
      ...(requests?.memory && { MemoryReservation: parseMemory(requests.memory) }),
      ...(requests?.cpu && { CpuShares: Math.max(2, Math.round((parseCpu(requests.cpu) / 1e9) * SHARES_OF_A_CORE)) }),
      ...(placement.secrets && { Mounts: [toMount(placement.secrets)] }),
    },
  }
}

function toMount({ volume, labels }: NonNullable<Placement['secrets']>): MountSettings {
  return {
    Type: 'volume',
    Source: volume,
    Target: SECRETS_FOLDER,
    ReadOnly: true,
    // Nothing of what the image has there, and no copy of it.
    VolumeOptions: { NoCopy: true, Labels: { ...labels }, DriverConfig: { Name: 'local', Options: {} } },
  }
}

/** As long as the function itself may take for one answer, and a little longer. */
function graceSecondsOf(writeTimeout: string | undefined): number {
  try {
    return writeTimeout ? Math.ceil(parseDuration(writeTimeout) / 1000) + 2 : GRACE_SECONDS
  } catch {
    // It is the function's own variable: what it makes of it is not for us to say.
    return GRACE_SECONDS
  }
}
