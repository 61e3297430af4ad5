import { createJimpSteps } from './jimp-steps.ts'
import type { Limits } from './limits.ts'
import type { Steps } from './steps.ts'

/** Loads the steps of the engine that the limits name, and nothing of the other: codecs take time to load. */
export async function loadSteps(engine: Limits['engine']): Promise<Steps> {
  switch (engine) {
    case 'accelerated':
      return createJimpSteps((await import('./accelerated/accelerated-jimp.ts')).AcceleratedJimp)
    case 'pure-js':
      return createJimpSteps((await import('./pure-js/pure-jimp.ts')).PureJimp)
  }
}
