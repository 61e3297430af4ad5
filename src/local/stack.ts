import { readFileSync } from 'node:fs'
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

const STACK_FILE = new URL('../../stack.yml', import.meta.url)

/**
 * Reads the functions of our stack.yml (https://docs.openfaas.com/reference/yaml/).
 * @param topic the topic that carries the requests, where it is not the one that the file names
 */
export function readStack(topic?: string): StackFunction[] {
  const values = topic === undefined ? {} : { KAFKA_TOPIC_NAME: topic }
  const text = substitute(readFileSync(STACK_FILE, 'utf8'), values)
  const { functions } = createValidate(Stack)(parse(text, { merge: true }))
  return Object.entries(functions).map(([name, { image, labels = {}, annotations = {}, environment = {} }]) => ({
    name,
    image,
    labels,
    annotations,
    environment,
  }))
}

/** `${NAME:-default}` stands for its value, else for its default, as faas-cli substitutes variables. */
function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, standard: string) => values[name] ?? standard)
}
