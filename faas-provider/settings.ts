import { Type } from 'typebox'
import { NAMESPACE } from '../src/faas/system-api.ts'
import { durationPattern, parseDuration } from '../src/settings/duration.ts'
import { defineSettings } from '../src/settings/settings.ts'

const duration = (text: string) => Type.String({ pattern: durationPattern, default: text })

/** The settings of the provider. Those that OpenFaaS's own providers have too carry their names. */
export const providerSettings = defineSettings({
  host: { env: 'host', schema: Type.String({ default: '0.0.0.0' }), about: 'The address that is listened on.' },
  port: {
    env: 'port',
    schema: Type.Integer({ minimum: 0, maximum: 65_535, default: 8081 }),
    about: 'The port of the provider; 0 takes a free one.',
  },
  functionsNetwork: {
    env: 'functions_network',
    schema: Type.String({ pattern: '^[\\w.-]+(\\s*,\\s*[\\w.-]+)*$', default: 'openfaas-functions' }),
    about:
      'The Docker network on which functions are called; behind a comma those that deployed functions join as well.',
  },
  functionNamespace: {
    env: 'function_namespace',
    schema: Type.String({ pattern: '^[a-z0-9-]+$', default: NAMESPACE }),
    about: 'The name of the one namespace.',
  },
  basicAuth: {
    env: 'basic_auth',
    schema: Type.Boolean({ default: true }),
    about: 'Ask for credentials at /system/…: whoever may deploy rules the machine.',
  },
  secretMountPath: {
    env: 'secret_mount_path',
    schema: Type.String({ default: '/run/secrets' }),
    about: 'Folder with the files basic-auth-user and basic-auth-password.',
  },
  secretsFolder: {
    env: 'secrets_folder',
    schema: Type.String({ default: '/var/lib/faas-provider/secrets' }),
    about: 'Folder in which the provider keeps the secrets of functions; a volume in a container.',
  },
  readTimeout: { env: 'read_timeout', schema: duration('60s'), about: 'How long a caller may take to send a call.' },
  upstreamTimeout: {
    env: 'upstream_timeout',
    schema: duration('2m'),
    about: 'How long nothing may come from a function; longer than the functions take.',
  },
  readyTimeout: {
    env: 'ready_timeout',
    schema: duration('60s'),
    about: 'How long a new replica may take until it answers, and how long a call waits for the first one.',
  },
  pidsLimit: {
    env: 'pids_limit',
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 256 }),
    about: 'How many processes and threads a deployed replica may have.',
  },
  imagePullPolicy: {
    env: 'image_pull_policy',
    schema: Type.Enum(['IfNotPresent', 'Always'], { default: 'IfNotPresent' }),
    about: 'Whether a deployment brings its image from the registry even when there is one of that name.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    schema: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { default: 'info' }),
    about: 'The least severe lines that are logged.',
  },
})

/** The values, durations in milliseconds. */
export type ProviderSettings = ReturnType<typeof readProviderSettings>

/** @throws Failure `settings-not-valid` */
export function readProviderSettings(env: Readonly<Record<string, string | undefined>>) {
  const { readTimeout, upstreamTimeout, readyTimeout, functionsNetwork, ...others } = providerSettings.read(env)
  const [network = '', ...otherNetworks] = functionsNetwork.split(',').map((name) => name.trim())
  return {
    ...others,
    network,
    otherNetworks,
    readTimeoutMs: parseDuration(readTimeout),
    upstreamTimeoutMs: parseDuration(upstreamTimeout),
    readyTimeoutMs: parseDuration(readyTimeout),
  }
}
