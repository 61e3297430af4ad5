import type { ContainerInfo } from 'dockerode'
import type { Deployment } from './deployment.ts'
import { ANNOTATION_PREFIX, COMPOSE_PREFIX, DEPLOYMENT_LABEL, FUNCTION_LABEL, REVISION_LABEL } from './labels.ts'

/** The revision of replicas that somebody else started: all of them are one. */
export const FROM_OUTSIDE = ''

/** One container of a function. */
export interface Replica {
  readonly id: string
  /** The container's name. */
  readonly instance: string
  /** Which of the function's deployments it is of; `FROM_OUTSIDE` when somebody else started it. */
  readonly revision: string
  readonly deployment: Deployment
  readonly isRunning: boolean
  /** Docker's own health check says that it does not work. */
  readonly isUnhealthy: boolean
  /** Its IP address in the functions' network; undefined while it is not in it. */
  readonly address: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** A container, as Docker lists it, as a replica; undefined when it is none. */
export function toReplica(container: ContainerInfo, network: string): Replica | undefined {
  const { Id, Names, Labels, State, Status, Created, NetworkSettings } = container
  // `docker compose run` starts a container with all labels of the service, to do something else with it.
  if (!Labels[FUNCTION_LABEL] || Labels[`${COMPOSE_PREFIX}oneoff`] === 'True') return undefined
  return {
    id: Id,
    instance: Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12),
    revision: Labels[REVISION_LABEL] ?? FROM_OUTSIDE,
    deployment: deploymentOf(container),
    isRunning: State === 'running' || State === 'restarting',
    isUnhealthy: Status.includes('(unhealthy)') || State === 'restarting',
    address: NetworkSettings.Networks[network]?.IPAddress || undefined,
    createdAt: Created * 1000,
  }
}

/** How a replica was deployed: as it was recorded, or else what its labels say about it. */
function deploymentOf({ Labels, Image }: ContainerInfo): Deployment {
  const recorded = Labels[DEPLOYMENT_LABEL]
  if (recorded) return JSON.parse(recorded) as Deployment
  const own = Object.entries(Labels).filter(([name]) => !name.startsWith(COMPOSE_PREFIX) && name !== FUNCTION_LABEL)
  const isAnnotation = ([name]: [string, string]) => name.startsWith(ANNOTATION_PREFIX)
  return {
    service: Labels[FUNCTION_LABEL] ?? '',
    image: Image,
    labels: Object.fromEntries(own.filter((pair) => !isAnnotation(pair))),
    annotations: Object.fromEntries(
      own.filter(isAnnotation).map(([name, value]) => [name.slice(ANNOTATION_PREFIX.length), value]),
    ),
  }
}
