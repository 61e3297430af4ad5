import { Counter, Histogram, type Registry } from 'prom-client'
import { Failure } from '../errors/failure.ts'
import type { Answer, FunctionEvent } from '../faas/handler.ts'
import { type FunctionStatus, NAMESPACE } from '../faas/system-api.ts'
import type { StackFunction } from './stack.ts'

/** A function that is mounted, with how many of it run: its replicas. */
export interface Mounted {
  /** Never rejects: what fails is a problem. */
  readonly invoke: (event: FunctionEvent) => Promise<Answer>
  readonly replicas: () => number
  /** Changes the number of replicas; absent where a process can have only one. */
  readonly scale?: (replicas: number) => void
}

/** The functions of this gateway. Names may carry the namespace: `resize-worker.openfaas-fn`. */
export interface Functions {
  list(): FunctionStatus[]
  /** @throws Failure `function-not-found` */
  find(name: string): FunctionStatus
  /** Invokes a function; its errors become problems. @throws Failure `function-not-found` */
  invoke(name: string, event: FunctionEvent): Promise<Answer>
  /** @throws Failure `function-not-found`, `request-not-valid` */
  scale(name: string, replicas: number): void
}

interface FunctionsDependencies {
  readonly stack: readonly StackFunction[]
  readonly mounted: Readonly<Record<string, Mounted>>
  readonly registry: Registry
  readonly clock: () => number
}

/** Mounts functions under the names that stack.yml gives them. */
export function createFunctions({ stack, mounted, registry, clock }: FunctionsDependencies): Functions {
  const createdAt = new Date(clock()).toISOString()
  const invocations = new Counter({
    name: 'gateway_function_invocation_total',
    help: 'Invocations by function and status code.',
    labelNames: ['function_name', 'code'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'gateway_functions_seconds',
    help: 'Duration of invocations by function.',
    labelNames: ['function_name', 'code'],
    registers: [registry],
  })
  const counts = new Map<string, number>()
  const functions = new Map(
    stack.flatMap((declared) => {
      const found = mounted[declared.name]
      return found ? [[declared.name, { declared, ...found }] as const] : []
    }),
  )

  return {
    list: () => [...functions.values()].map(toStatus),
    find: (name) => toStatus(get(name)),
    async invoke(name, event) {
      const { declared, invoke } = get(name)
      const startedAt = performance.now()
      const answer = await invoke(event)
      const labels = { function_name: `${declared.name}.${NAMESPACE}`, code: String(answer.status) }
      invocations.inc(labels)
      seconds.observe(labels, (performance.now() - startedAt) / 1000)
      counts.set(declared.name, (counts.get(declared.name) ?? 0) + 1)
      return answer
    },
    scale(name, replicas) {
      const { scale, replicas: present } = get(name)
      if (scale) return scale(replicas)
      if (replicas !== present()) {
        throw new Failure('request-not-valid', { detail: 'The number of replicas of this function is fixed here.' })
      }
    },
  }

  function get(name: string) {
    const found = functions.get(name.endsWith(`.${NAMESPACE}`) ? name.slice(0, -NAMESPACE.length - 1) : name)
    if (!found) throw new Failure('function-not-found')
    return found
  }

  function toStatus({ declared, replicas }: Mounted & { declared: StackFunction }): FunctionStatus {
    return {
      name: declared.name,
      namespace: NAMESPACE,
      image: declared.image,
      labels: declared.labels,
      annotations: declared.annotations,
      envVars: declared.environment,
      replicas: replicas(),
      availableReplicas: replicas(),
      invocationCount: counts.get(declared.name) ?? 0,
      createdAt,
    }
  }
}
