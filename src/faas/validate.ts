import { Ajv, type ErrorObject } from 'ajv'
import type { Static, TSchema } from 'typebox'
import { Failure } from '../errors/failure.ts'

/** Checks a value against a schema and fills in its defaults. @throws Failure `request-not-valid` naming every fault */
export type Validate<S extends TSchema> = (value: unknown) => Static<S>

/** Compiles a schema once, for many values. */
export function createValidate<S extends TSchema>(schema: S): Validate<S> {
  const validate = new Ajv({ allErrors: true, useDefaults: true, strict: false }).compile<Static<S>>(schema)
  return (value) => {
    if (validate(value)) return value
    throw new Failure('request-not-valid', { detail: `${(validate.errors ?? []).map(toSentence).join('; ')}.` })
  }
}

function toSentence({ instancePath, keyword, message, params }: ErrorObject): string {
  const name = instancePath.slice(1).replaceAll('/', '.') || 'the body'
  if (keyword === 'additionalProperties') return `${params['additionalProperty']} is not known here`
  if (keyword === 'required') return `${params['missingProperty']} is missing`
  if (keyword === 'enum') return `${name} must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`
  return `${name} ${message}`
}
