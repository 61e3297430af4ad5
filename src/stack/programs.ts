import { availableParallelism } from 'node:os'
import type { StackSettings } from './settings.ts'

/** One process of the stack. */
export interface Program {
  /** `resize-worker-2`. */
  readonly name: string
  /** What Node runs, from the project's folder. */
  readonly args: readonly string[]
  /** What it is told beside the environment of the whole stack. */
  readonly env: Readonly<Record<string, string>>
  /** Where it is served. */
  readonly url: string
  /** Answers 200 once it can do its work. */
  readonly readyUrl: string
}

/** How long a function goes on taking calls after SIGTERM; the router goes to the next one by itself. */
const HEALTHCHECK_INTERVAL = '500ms'

/**
 * The processes, in the order in which they are started; they are stopped in the opposite one. Every one has two ports:
 * the router those at `port`, the supervisor the one behind them (`supervisorPort`), then the functions and connectors.
 */
export function programsOf({ port, submits, statuses, workers, connectors }: StackSettings): Program[] {
  let next = port + 10
  const twoPorts = () => {
    next += 2
    return [next - 2, next - 1] as const
  }
  const several = (count: number, create: (number: number) => Program) =>
    Array.from({ length: count }, (_, index) => create(index + 1))

  const gatewayUrl = urlOf(port)
  const functions = [
    ...several(submits, functionOf('resize-submit')),
    ...several(statuses, functionOf('resize-status')),
    ...several(1, functionOf('resize-lookup', { ENGINE_SLOTS: '1' })),
    ...several(workers, functionOf('resize-worker', { ENGINE_SLOTS: String(slotsFor(workers)) })),
    ...several(1, functionOf('resize-sweep')),
    ...several(1, functionOf('resize-playback', { gateway_url: gatewayUrl })),
    ...several(1, functionOf('resize-dead-letters')),
  ]
  const router: Program = {
    name: 'router',
    args: ['src/local/router/main.ts'],
    env: {
      PORT: String(port),
      FUNCTION_URLS: functions.map(({ name, url }) => `${name.replace(/-\d+$/, '')}=${url}`).join(','),
    },
    url: gatewayUrl,
    readyUrl: `${gatewayUrl}/healthz`,
  }
  const connector = (number: number): Program => {
    const [httpPort] = twoPorts()
    const url = urlOf(httpPort)
    return {
      name: `kafka-connector-${number}`,
      args: ['kafka-connector/main.ts'],
      env: { gateway_url: gatewayUrl, http_port: String(httpPort) },
      url,
      readyUrl: `${url}/readyz`,
    }
  }
  return [...functions, router, ...several(connectors, connector)]

  function functionOf(name: string, more: Readonly<Record<string, string>> = {}): (number: number) => Program {
    return (number) => {
      const [ownPort, metricsPort] = twoPorts()
      const url = urlOf(ownPort)
      return {
        name: `${name}-${number}`,
        args: ['src/faas/main.ts', `functions/${name}/handler.ts`],
        env: {
          ...more,
          host: '127.0.0.1',
          port: String(ownPort),
          metrics_port: String(metricsPort),
          healthcheck_interval: HEALTHCHECK_INTERVAL,
        },
        url,
        readyUrl: `${url}/_/ready`,
      }
    }
  }
}

/** Where the supervisor says how the processes are. */
export const supervisorPort = ({ port }: StackSettings) => port + 1

const urlOf = (port: number) => `http://127.0.0.1:${port}`

/** The cores shared between the workers. */
const slotsFor = (workers: number) => Math.max(1, Math.floor(availableParallelism() / workers))
