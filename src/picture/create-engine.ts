import type { Engine, RestartCause } from './engine.ts'
import { createIsolatedEngine } from './isolation/isolated-engine.ts'
import type { Limits } from './limits.ts'

/** The engine of a running system: isolated, with the codecs that the limits name. Close it at the end. */
export function createEngine(
  limits: Limits,
  options: { readonly onRestart?: (cause: RestartCause, message: string) => void } = {},
): Engine {
  return createIsolatedEngine({ limits, ...options })
}
