import { Failure } from '../errors/failure.ts'
import { abortFailure } from './abort.ts'
import { readBytes } from './bytes.ts'
import { type Engine, noRestarts } from './engine.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Limits } from './limits.ts'
import { loadSteps } from './load-steps.ts'
import { resizePicture } from './resize-picture.ts'

/**
 * An engine without isolation: it blocks the process while it works, and a hostile picture can take time and
 * memory at will. For measuring what isolation costs; never for a server.
 */
export function createInProcessEngine(limits: Limits): Engine {
  const steps = loadSteps(limits.engine)
  let slots = 1
  let busy = 0
  let closed = false
  return {
    fingerprint: fingerprintOf(limits.engine),
    async resize(source, request, signal) {
      if (closed) throw new Failure('shutting-down')
      if (signal?.aborted) throw abortFailure(signal)
      busy++
      try {
        return await resizePicture(await steps, readBytes(source), request, limits)
      } finally {
        busy--
      }
    },
    stats: () => ({
      slots,
      expressSlots: 0,
      busy,
      waiting: 0,
      restarts: noRestarts(),
    }),
    resizeSlots(count) {
      slots = count
    },
    async close() {
      closed = true
    },
  }
}
