import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { parse } from 'yaml'
import { createValidate } from '../faas/validate.ts'

const Texts = Type.Record(Type.String(), Type.String())

const Stack = Type.Object({
  functions: Type.Record(
    Type.String(),
    Type.Object({
      image: Type.String(),
      labels: Type.Optional(Texts),
      annotations: Type.Optional(Texts),
      environment: Type.Optional(Texts),
    }),
  ),
})

/** A function as stack.yml declares it. */
export interface StackFunction {
  readonly name: string
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

/** Reads the functions of a stack.yml (https://docs.openfaas.com/reference/yaml/). */
export function readStack(path = join(import.meta.dirname, '../../stack.yml')): StackFunction[] {
  const { functions } = createValidate(Stack)(parse(readFileSync(path, 'utf8')))
  return Object.entries(functions).map(([name, { image, labels = {}, annotations = {}, environment = {} }]) => ({
    name,
    image: substitute(image),
    labels,
    annotations,
    environment,
  }))
}

/** `${NAME:-default}` stands for its default here: which registry and tag an image has matters to faas-cli alone. */
function substitute(text: string): string {
  return text.replace(/\$\{\w+:-([^}]*)\}/g, '$1')
}
