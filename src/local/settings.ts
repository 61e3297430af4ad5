import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

/** What only the one-process way needs. Names in lower case are those of OpenFaaS's gateway. */
export const localSettings = defineSettings({
  port: {
    env: 'PORT',
    schema: Type.Integer({ minimum: 0, maximum: 65_535, default: 8080 }),
    about: 'Port to serve on; 0 takes a free one.',
  },
  host: {
    env: 'HOST',
    schema: Type.String({ default: '127.0.0.1' }),
    about: 'Address to serve on. With anything but loopback, set basic_auth as well.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    schema: Type.Enum(['debug', 'info', 'warn', 'error', 'silent'], { default: 'warn' }),
    about: 'The least severe lines that are printed. The functions keep their own last lines for faas-cli logs.',
  },
  basicAuth: {
    env: 'basic_auth',
    schema: Type.Boolean({ default: false }),
    about: 'Ask for credentials at /system/…, as the gateway of OpenFaaS does.',
  },
  secretMountPath: {
    env: 'secret_mount_path',
    schema: Type.String({ default: '/run/secrets' }),
    about: 'Folder with the files basic-auth-user and basic-auth-password.',
  },
  corsOrigins: {
    env: 'CORS_ORIGINS',
    schema: Type.String({ pattern: '^(\\s*(\\*|https?://[^/,\\s]+)/?\\s*(,|$))*$', default: '' }),
    about: 'Whose pages may use /api from other sites: a comma list of origins (https://pages.example), or * for all.',
  },
  requestsPerMinute: {
    env: 'RATE_LIMIT',
    schema: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    about: 'How many requests one client (by its address) may send to /api in a minute; 0: as many as it likes.',
  },
  callbackAnywhere: {
    env: 'CALLBACK_ANYWHERE',
    schema: Type.Boolean({ default: false }),
    about: 'Let X-Callback-Url of /async-function/… name any address instead of this machine only.',
  },
})
