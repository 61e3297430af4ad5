import type { Limits } from './limits.ts'
import type { Steps } from './steps.ts'

/** Loads the steps of the engine that the limits name, and nothing of the other: codecs take time to load. */
export async function loadSteps(engine: Limits['engine']): Promise<Steps> {
  switch (engine) {
    case 'accelerated': {
      const { createAcceleratedSteps } = await import('./accelerated/accelerated-steps.ts')
      return createAcceleratedSteps()
    }
    case 'pure-js': {
      const { pureJsSteps } = await import('./pure-js/pure-js-steps.ts')
      return pureJsSteps
    }
  }
}
