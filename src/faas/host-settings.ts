import { Type } from 'typebox'
import { Failure } from '../errors/failure.ts'
import { durationPattern, parseDuration } from '../settings/duration.ts'
import { defineSettings } from '../settings/settings.ts'

const port = (number: number) => Type.Integer({ minimum: 0, maximum: 65535, default: number })
const duration = (text: string) => Type.String({ pattern: durationPattern, default: text })

/** The settings of a function's process. Those that OpenFaaS's watchdog has too carry its names. */
export const hostSettings = defineSettings({
  host: { env: 'host', schema: Type.String({ default: '0.0.0.0' }), about: 'The address that is listened on.' },
  port: { env: 'port', schema: port(8080), about: 'The port on which the function is served.' },
  metricsPort: { env: 'metrics_port', schema: port(8081), about: 'The port of the metrics.' },
  readTimeout: { env: 'read_timeout', schema: duration('30s'), about: 'How long a caller may take to send a call.' },
  execTimeout: { env: 'exec_timeout', schema: duration('60s'), about: 'How long the handler may take; 0: for ever.' },
  writeTimeout: {
    env: 'write_timeout',
    schema: duration('65s'),
    about: 'How long it may take from a call to the end of its answer; longer than exec_timeout.',
  },
  healthcheckInterval: {
    env: 'healthcheck_interval',
    schema: duration('5s'),
    about: 'How long calls are still taken after SIGTERM, so that whoever sends them sees that the function is going.',
  },
  maxInflight: {
    env: 'max_inflight',
    schema: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    about: 'Calls that are taken at the same time; another one is answered 429. 0: as many as come.',
  },
})

/** The values, durations in milliseconds. */
export type HostSettings = ReturnType<typeof readHostSettings>

/** @throws Failure `settings-not-valid` */
export function readHostSettings(env: Readonly<Record<string, string | undefined>>) {
  const { readTimeout, execTimeout, writeTimeout, healthcheckInterval, ...others } = hostSettings.read(env)
  const times = {
    readTimeoutMs: parseDuration(readTimeout),
    execTimeoutMs: parseDuration(execTimeout),
    writeTimeoutMs: parseDuration(writeTimeout),
    healthcheckIntervalMs: parseDuration(healthcheckInterval),
  }
  if (times.execTimeoutMs >= times.writeTimeoutMs) {
    const fault = 'write_timeout must be longer than exec_timeout, or answers are cut off.'
    throw new Failure('settings-not-valid', { message: fault, cause: [fault] })
  }
  return { ...others, ...times }
}
