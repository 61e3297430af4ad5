import { Failure } from '../src/errors/failure.ts'

/** The one namespace of this provider. */
export interface Namespace {
  readonly name: string
  /** Whether it is asked for; nobody has to name it. */
  has(asked: string | undefined): boolean
  /** @throws Failure `request-not-valid` when another one is asked for */
  require(asked: string | undefined): void
  /** A function's plain name, also of `name.namespace`. @throws Failure `function-not-found` for another namespace */
  nameOf(name: string, asked?: string): string
}

/** One Docker Engine has one namespace. */
export function createNamespace(name: string): Namespace {
  const has = (asked: string | undefined) => asked === undefined || asked === '' || asked === name
  return {
    name,
    has,
    require(asked) {
      if (!has(asked)) throw new Failure('request-not-valid', { detail: `The one namespace here is ${name}.` })
    },
    nameOf(given, asked) {
      const [plain = '', ...namespace] = given.split('.')
      if (!has(asked) || !has(namespace.join('.'))) throw new Failure('function-not-found')
      return plain
    },
  }
}
