import { Gauge, Histogram, type Registry } from 'prom-client'
import { hasEnded, type Operation } from './operation.ts'
import type { OperationStore } from './ports.ts'

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Registers what the store can tell at any time: operations by status, and the age of the oldest that waits. */
export function registerStoreMetrics(registry: Registry, store: OperationStore): void {
  const byStatus = new Gauge({
    name: 'picture_resize_operations',
    help: 'Operations in the store by status.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      const census = await store.census()
      for (const [status, count] of Object.entries(census.byStatus)) byStatus.set({ status }, count)
      oldest.set(census.oldestQueuedMs / 1000)
    },
  })
  const oldest = new Gauge({
    name: 'picture_resize_oldest_queued_seconds',
    help: 'Age of the operation that has been queued for the longest time; 0 when none is.',
    registers: [registry],
  })
}

/** Registers the durations of ended operations by stage, and gives the function that takes one of them down. */
export function registerDurations(registry: Registry): (operation: Operation) => void {
  const durations = new Histogram({
    name: 'picture_resize_stage_seconds',
    help: 'Duration of the stages of ended operations.',
    labelNames: ['stage', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  return ({ status, requestedAt, queuedAt, claimedAt, endedAt, timings }) => {
    if (!hasEnded(status) || endedAt === null) return
    const observe = (stage: string, ms: number) => durations.observe({ stage, status }, ms / 1000)
    observe('total', endedAt - requestedAt)
    if (claimedAt !== null) {
      observe('queued', claimedAt - queuedAt)
      observe('running', endedAt - claimedAt)
    }
    for (const [name, ms] of Object.entries(timings ?? {})) observe(`engine-${name.replace(/Ms$/, '')}`, ms)
  }
}
