import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { PartitionLag } from '../src/topic/topic.ts'

/** The connector's metrics. */
export interface ConnectorMetrics {
  readonly invocations: Counter<'function' | 'outcome'>
  readonly duration: Histogram<'function'>
  readonly inFlight: Gauge<'function'>
  readonly retries: Counter<'topic' | 'function'>
  readonly deadLetters: Counter<'topic' | 'function' | 'reason'>
  readonly paused: Gauge<'topic'>
}

/**
 * Registers the connector's metrics.
 * @param lag asked at every scrape; while it rejects, the last lag is shown
 */
export function createConnectorMetrics(registry: Registry, lag: () => Promise<PartitionLag[]>): ConnectorMetrics {
  const registers = [registry]
  new Gauge({
    name: 'connector_lag_messages',
    help: 'Messages behind the committed offset, by topic and partition.',
    labelNames: ['topic', 'partition'],
    registers,
    async collect() {
      const lags = await lag().catch(() => [])
      for (const { topic, partition, lag: behind } of lags) this.set({ topic, partition }, behind)
    },
  })
  return {
    invocations: new Counter({
      name: 'connector_invocations_total',
      help: 'Invocations by function and outcome: the status, timed-out or unreachable.',
      labelNames: ['function', 'outcome'],
      registers,
    }),
    duration: new Histogram({
      name: 'connector_invocation_duration_seconds',
      help: 'How long an invocation took until its answer was read.',
      labelNames: ['function'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    }),
    inFlight: new Gauge({
      name: 'connector_invocations_in_flight',
      help: 'Invocations that have no answer yet.',
      labelNames: ['function'],
      registers,
    }),
    retries: new Counter({
      name: 'connector_retries_total',
      help: 'Messages written to a retry topic, by their own topic and function.',
      labelNames: ['topic', 'function'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'connector_dead_letters_total',
      help: 'Messages written to a dead-letter topic, by their own topic, function and reason.',
      labelNames: ['topic', 'function', 'reason'],
      registers,
    }),
    paused: new Gauge({
      name: 'connector_paused',
      help: '1 while a topic is paused because all of its invocations fail.',
      labelNames: ['topic'],
      registers,
    }),
  }
}
