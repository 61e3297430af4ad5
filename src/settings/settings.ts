import { Ajv, type ErrorObject } from 'ajv'
import { type Static, type TSchema, Type } from 'typebox'
import { Failure } from '../errors/failure.ts'

/** One setting: the variable it is read from, its schema (with its default) and a sentence that says what it is. */
export interface Setting {
  readonly env: string
  readonly schema: TSchema
  readonly about: string
  /** A secret's value is never repeated in an error. */
  readonly secret?: boolean
}

type Definition = Readonly<Record<string, Setting>>
type Values<D extends Definition> = { readonly [K in keyof D]: Static<D[K]['schema']> }
type Environment = Readonly<Record<string, string | undefined>>

/** The settings of one room: what they are, and the reader that turns an environment into values. */
export interface Settings<D extends Definition> {
  readonly definition: D
  /** @throws Failure `settings-not-valid` whose cause lists every fault, one sentence each. */
  read(env: Environment): Values<D>
}

/**
 * Defines the settings of a room. Texts are coerced to the schema's type, an empty text counts as unset.
 * @throws when the schema itself is wrong, at load.
 */
export function defineSettings<const D extends Definition>(definition: D): Settings<D> {
  const entries = Object.entries(definition)
  const schema = Type.Object(Object.fromEntries(entries.map(([, setting]) => [setting.env, setting.schema])))
  const validate = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, strict: false }).compile(schema)

  return {
    definition,
    read(env) {
      const given: Record<string, unknown> = {}
      for (const [, { env: name }] of entries) if (env[name]) given[name] = env[name]
      if (!validate(given)) {
        const settings = entries.map(([, setting]) => setting)
        throw notValid((validate.errors ?? []).map((error) => toSentence(error, settings, env)))
      }
      return Object.fromEntries(entries.map(([key, setting]) => [key, given[setting.env]])) as Values<D>
    },
  }
}

/**
 * Reads the settings of several rooms and reports the faults of all of them at once.
 * @throws Failure `settings-not-valid`
 */
export function readAll<R extends Readonly<Record<string, (env: Environment) => unknown>>>(
  readers: R,
  env: Environment,
): { readonly [K in keyof R]: ReturnType<R[K]> } {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [room, read] of Object.entries(readers)) {
    try {
      values[room] = read(env)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      faults.push(...(error.cause as string[]))
    }
  }
  if (faults.length > 0) throw notValid([...new Set(faults)])
  return values as { readonly [K in keyof R]: ReturnType<R[K]> }
}

function notValid(faults: string[]): Failure {
  return new Failure('settings-not-valid', { message: faults.join('\n'), cause: faults })
}

function toSentence(error: ErrorObject, settings: Setting[], env: Environment): string {
  const name = error.instancePath.slice(1) || String(error.params['missingProperty'])
  if (error.keyword === 'required') return `${name} must be set.`
  const setting = settings.find((candidate) => candidate.env === name)
  const allowed = error.keyword === 'enum' ? `: ${(error.params['allowedValues'] as unknown[]).join(', ')}` : ''
  const given = setting?.secret ? '' : ` (it is "${env[name]}")`
  return `${name} ${error.message}${allowed}${given}.`
}
