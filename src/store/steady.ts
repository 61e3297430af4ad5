import type { Dialect } from './dialect.ts'

/**
 * The methods of a store, tried again as the dialect says, their errors translated: none of them can forget to.
 * @param attempt the methods; `isAgain` says that an earlier try failed, and may have had its effect all the same
 */
export function steady<S extends object>(attempt: (isAgain: boolean) => S, { retry, translateError }: Dialect): S {
  const first = attempt(false)
  const again = attempt(true)
  const names = Object.keys(first) as (keyof S)[]
  const wrapped = names.map((name) => [
    name,
    async (...parameters: unknown[]) => {
      try {
        return await retry((isAgain) => {
          const method = (isAgain ? again : first)[name] as (...parameters: unknown[]) => Promise<unknown>
          return method(...parameters)
        })
      } catch (error) {
        throw translateError(error)
      }
    },
  ])
  return Object.fromEntries(wrapped)
}
