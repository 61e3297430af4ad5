import type { FunctionStatus } from '../src/faas/system-api.ts'
import type { Deployment } from './deployment.ts'
import type { Member } from './next-step.ts'
import type { Usage } from './usage.ts'

/** A function as `faas-cli describe` shows it: what it was deployed with, and how it is. */
export type ProvidedStatus = FunctionStatus & Omit<Deployment, 'service'> & { readonly usage?: Usage }

interface StatusParts {
  readonly namespace: string
  /** The deployment that runs, or that the function is being brought to. */
  readonly deployment: Deployment
  readonly createdAt: number
  readonly phases: readonly Member['phase'][]
  /** How many replicas there shall be; undefined when nothing is under way. */
  readonly wanted: number | undefined
  readonly invocationCount: number
}

/** The status of a function. What is being stopped does not count. */
export function toStatus({ deployment, phases, wanted, createdAt, ...others }: StatusParts): ProvidedStatus {
  const { service, ...deployed } = deployment
  return {
    ...deployed,
    name: service,
    namespace: others.namespace,
    labels: deployment.labels ?? {},
    annotations: deployment.annotations ?? {},
    envVars: deployment.envVars ?? {},
    replicas: wanted ?? phases.filter((phase) => phase === 'ready' || phase === 'starting').length,
    availableReplicas: phases.filter((phase) => phase === 'ready').length,
    invocationCount: others.invocationCount,
    createdAt: new Date(createdAt).toISOString(),
  }
}
