import Negotiator from 'negotiator'
import { Failure } from '../errors/failure.ts'
import type { FunctionEvent } from './handler.ts'

/**
 * The media type that the client likes best of those that there are (RFC 9110 §12.5.1); the first one when it has no wish.
 * @throws Failure `not-acceptable` when it takes none of them
 */
export function preferredOf<T extends string>({ headers }: FunctionEvent, types: readonly T[]): T {
  const preferred = new Negotiator({ headers }).mediaType([...types]) as T | undefined
  if (preferred === undefined) throw new Failure('not-acceptable', { detail: `There are: ${types.join(', ')}.` })
  return preferred
}
