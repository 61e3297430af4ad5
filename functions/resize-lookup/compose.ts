import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { createLookup } from '../../src/operation/lookup.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import type { Engine } from '../../src/picture/engine.ts'
import type { Limits } from '../../src/picture/limits.ts'
import { createLookupHandler } from './create-handler.ts'
import { createParseLookup } from './parse-lookup.ts'
import { createPixelDigest } from './pixel-digest.ts'

interface LookupParts {
  readonly store: OperationStore
  readonly engine: Engine
  readonly limits: Limits
  readonly logger: Logger
  /** Gives up the pictures whose pixels are being read. */
  readonly stopTaking: AbortSignal
}

/** The function `resize-lookup` over a store and an engine, which reads pixels in its guarded child process. */
export function composeLookup({ store, engine, limits, logger, stopTaking }: LookupParts): Handler {
  const pixelDigestOf = createPixelDigest({ engine, limits, giveUp: stopTaking })
  return createLookupHandler({
    lookup: createLookup(store),
    readEvents: store.readEvents,
    parse: createParseLookup(pixelDigestOf),
    logger,
  })
}
