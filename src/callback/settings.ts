import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Failure } from '../errors/failure.ts'
import { defineSettings } from '../settings/settings.ts'

/** Whether and how the ends of operations are told to those who asked for it. */
export const callbackSettings = defineSettings({
  secret: {
    env: 'CALLBACK_SECRET',
    schema: Type.Optional(Type.String()),
    about:
      'Signs callbacks: whsec_ and 24 to 64 random bytes in base64 (Standard Webhooks). Two of them, with a space between, ' +
      'both sign while you change over. Without it callbacks are refused.',
    secret: true,
  },
  secretFile: {
    env: 'CALLBACK_SECRET_FILE',
    schema: Type.Optional(Type.String()),
    about: 'A file with that secret, so that the environment need not hold it.',
  },
  toPrivate: {
    env: 'CALLBACK_PRIVATE',
    schema: Type.Boolean({ default: false }),
    about: 'Let callbacks of operations go to private, loopback and link-local addresses too.',
  },
  timeoutMs: {
    env: 'CALLBACK_TIMEOUT_MS',
    schema: Type.Integer({ minimum: 100, maximum: 10_000, default: 5_000 }),
    about: 'How long the receiver of a callback may take to answer.',
  },
  retryAfterMs: {
    env: 'CALLBACK_RETRY_AFTER_MS',
    schema: Type.Integer({ minimum: 0, maximum: 86_400_000, default: 15_000 }),
    about: 'How long after its first try a callback is tried again; then four times as long each time, up to a day.',
  },
  maxTries: {
    env: 'CALLBACK_TRIES',
    schema: Type.Integer({ minimum: 1, maximum: 30, default: 10 }),
    about: 'Tries of one callback before it is given up: ten take about three days.',
  },
})

/** How callbacks are made. */
export interface CallbackRules {
  /** Keys that each callback is signed with; none: callbacks are refused. */
  readonly keys: readonly Buffer[]
  readonly toPrivate: boolean
  readonly timeoutMs: number
  readonly retryAfterMs: number
  readonly maxTries: number
}

/**
 * Reads the settings of callbacks, and the secret from its file when they name one.
 * @throws Failure `settings-not-valid`
 */
export function readCallbackRules(env: Readonly<Record<string, string | undefined>>): CallbackRules {
  const { secret, secretFile, ...rules } = callbackSettings.read(env)
  const setting = secretFile ? 'CALLBACK_SECRET_FILE' : 'CALLBACK_SECRET'
  const text = secretFile ? readText(secretFile) : secret
  const secrets = (text ?? '').split(/\s+/).filter(Boolean)
  const keys = secrets.map((one) => Buffer.from(one.replace(/^whsec_/, ''), 'base64'))
  const isRight = keys.every(({ length }) => length >= 24 && length <= 64)
  if (!isRight) throw notValid(`${setting} must be whsec_ and 24 to 64 bytes in base64.`)
  if (secretFile && keys.length === 0) throw notValid(`${setting} names an empty file.`)
  return { ...rules, keys }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw notValid(`CALLBACK_SECRET_FILE names ${path}, which cannot be read: ${(error as Error).message}.`)
  }
}

function notValid(fault: string): Failure {
  return new Failure('settings-not-valid', { message: fault, cause: [fault] })
}
