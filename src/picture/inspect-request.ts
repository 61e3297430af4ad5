import type { ResizeRequest } from './engine.ts'
import type { Header } from './header.ts'
import { inspect } from './inspect.ts'
import type { Limits } from './limits.ts'
import { planResize } from './plan.ts'

/**
 * The cheap check of a source together with what is asked of it: everything that a submission can be refused for before
 * a picture is decoded.
 * @throws Failure what `inspect` throws, `picture-sides-too-large` and `result-too-large` for the result's sides
 */
export function inspectRequest(source: Uint8Array, request: ResizeRequest, limits: Limits): Header {
  const header = inspect(source, limits)
  planResize(header, request, limits)
  return header
}
