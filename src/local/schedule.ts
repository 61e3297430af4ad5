import { Cron } from 'croner'
import type { Logger } from 'pino'
import type { StackFunction } from './stack.ts'

interface ScheduleDependencies {
  readonly functions: readonly StackFunction[]
  readonly gatewayUrl: string
  readonly logger: Logger
}

/** Running schedules. */
export interface Schedule {
  stop(): void
}

/**
 * Invokes functions on their schedules, by the annotations of OpenFaaS's cron-connector: `topic: cron-function` and
 * `schedule` with a crontab expression (https://docs.openfaas.com/reference/cron/). A function that is still at its last
 * call is not called again.
 */
export function startSchedule({ functions, gatewayUrl, logger }: ScheduleDependencies): Schedule {
  const scheduled = functions.filter(({ annotations }) => annotations['topic']?.split(',').includes('cron-function'))
  const jobs = scheduled.flatMap(({ name, annotations: { schedule } }) => {
    if (schedule === undefined) return []
    const onError = (error: unknown) => logger.warn({ err: error, invoked: name }, 'scheduled call failed')
    return [new Cron(schedule, { protect: true, catch: onError }, () => invoke(name))]
  })
  return { stop: () => jobs.forEach((job) => void job.stop()) }

  async function invoke(name: string): Promise<void> {
    const response = await fetch(`${gatewayUrl}/function/${name}`, {
      method: 'POST',
      headers: { 'x-connector': 'cron-connector', 'x-topic': 'cron-function' },
    })
    await response.arrayBuffer()
    if (!response.ok) logger.warn({ invoked: name, status: response.status }, 'scheduled call refused')
  }
}
