import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What is counted of a function's calls. */
export interface HostMetrics {
  began(): void
  ended(call: { method: string; status: number; seconds: number }): void
}

/** Metrics under the names that OpenFaaS's watchdog gives them, so that its dashboards and alerts fit. */
export function createHostMetrics(registry: Registry): HostMetrics {
  const registers = [registry]
  const labelNames = ['code', 'method'] as const
  const total = new Counter({ name: 'http_requests_total', help: 'Calls that were answered.', labelNames, registers })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from a call to its answer.',
    labelNames,
    registers,
  })
  const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Calls that are being answered.', registers })
  return {
    began: () => inFlight.inc(),
    ended(call) {
      const labels = { code: String(call.status), method: call.method }
      inFlight.dec()
      total.inc(labels)
      seconds.observe(labels, call.seconds)
    },
  }
}
