import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { PartitionLag } from '../src/topic/topic.ts'

const longestLookMs = 2000

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
 * @param lag asked at every scrape; while it rejects, the last figures are shown
 */
export function createConnectorMetrics(registry: Registry, lag: () => Promise<PartitionLag[]>): ConnectorMetrics {
  const registers = [registry]
  registerOffsets(registers, lag)
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

/** Committed offset, end and lag of each partition, all three from one look at the topics. */
function registerOffsets(registers: Registry[], lag: () => Promise<PartitionLag[]>): void {
  let looking: Promise<PartitionLag[] | undefined> | undefined
  const look = (): Promise<PartitionLag[] | undefined> => {
    looking ??= lag()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
    // An outage must not hold up the other metrics.
    return Promise.race([looking, sleep(longestLookMs, undefined, { ref: false })])
  }
  const register = (name: string, help: string, figure: 'committed' | 'end' | 'lag'): void => {
    new Gauge({
      name,
      help,
      labelNames: ['topic', 'partition'],
      registers,
      async collect() {
        const lags = await look()
        if (lags) this.reset()
        for (const each of lags ?? []) this.set({ topic: each.topic, partition: each.partition }, each[figure])
      },
    })
  }
  register('connector_committed_offset', 'The offset that the group goes on at, by topic and partition.', 'committed')
  register('connector_end_offset', 'The offset that the next message will get, by topic and partition.', 'end')
  register('connector_lag_messages', 'Messages behind the committed offset, by topic and partition.', 'lag')
}
