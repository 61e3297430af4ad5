import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What is counted of a provider's work. */
export interface ProviderMetrics {
  /** A call of a function has begun. @returns what to call with its status when it has ended */
  invocation(name: string): (status: number) => void
  /** Calls of a function so far. */
  invocationsOf(name: string): number
  /** A call of `/system/…` was answered. */
  answered(call: { method: string; path: string; status: number; seconds: number }): void
}

/** Metrics under the names that faas-provider's library has, and those of the calls that went through. */
export function createProviderMetrics(registry: Registry): ProviderMetrics {
  const registers = [registry]
  const labelNames = ['code', 'method', 'path'] as const
  const requests = new Counter({
    name: 'provider_http_requests_total',
    help: 'Calls of /system/… that were answered.',
    labelNames,
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'provider_http_request_duration_seconds',
    help: 'Seconds from a call of /system/… to its answer.',
    labelNames,
    registers,
  })
  const invocations = new Counter({
    name: 'provider_function_invocations_total',
    help: 'Calls of functions that have ended, by function and status.',
    labelNames: ['function_name', 'code'],
    registers,
  })
  const invocationSeconds = new Histogram({
    name: 'provider_function_seconds',
    help: 'Seconds from a call of a function to the end of its answer.',
    labelNames: ['function_name'],
    registers,
  })
  const inFlight = new Gauge({
    name: 'provider_function_calls_in_flight',
    help: 'Calls of functions that have not ended.',
    labelNames: ['function_name'],
    registers,
  })
  const counts = new Map<string, number>()

  return {
    invocation(name) {
      const labels = { function_name: name }
      const seconds = invocationSeconds.startTimer(labels)
      inFlight.inc(labels)
      return (status) => {
        inFlight.dec(labels)
        seconds()
        invocations.inc({ ...labels, code: String(status) })
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
    },
    invocationsOf: (name) => counts.get(name) ?? 0,
    answered({ method, path, status, seconds }) {
      const labels = { code: String(status), method, path }
      requests.inc(labels)
      requestSeconds.observe(labels, seconds)
    },
  }
}
