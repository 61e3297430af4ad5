import type { Logger } from 'pino'
import { createCheckCallback } from '../../src/callback/check-callback.ts'
import type { CallbackRules } from '../../src/callback/settings.ts'
import type { Handler } from '../../src/faas/handler.ts'
import { newId } from '../../src/operation/new-id.ts'
import type { OperationStore, Publish } from '../../src/operation/ports.ts'
import { createPublishedMarks } from '../../src/operation/published-marks.ts'
import { createSubmit } from '../../src/operation/submit.ts'
import { inspectRequest } from '../../src/picture/inspect-request.ts'
import type { Limits } from '../../src/picture/limits.ts'
import { createSubmitHandler } from './create-handler.ts'
import { createParseSubmission } from './parse-submission.ts'
import { toPublicLimits } from './public-limits.ts'

interface SubmitParts {
  readonly store: OperationStore
  readonly publish: Publish
  readonly limits: Limits
  readonly callbackRules: CallbackRules
  readonly logger: Logger
}

/** The function `resize-submit` over a store and a topic; `flush` writes what it has only noted yet, for who ends. */
export function composeSubmit(parts: SubmitParts): { handler: Handler; flush: () => Promise<void> } {
  const { store, publish, limits, callbackRules, logger } = parts
  const inspect = (source: Uint8Array, options: Parameters<typeof inspectRequest>[1]) =>
    inspectRequest(source, options, limits)
  const { mark, flush } = createPublishedMarks({ store, logger })
  const handler = createSubmitHandler({
    submit: createSubmit({ store, publish, mark, inspect, newId, logger }),
    parse: createParseSubmission(limits, createCheckCallback(callbackRules)),
    limits: toPublicLimits(limits),
    logger,
  })
  return { handler, flush }
}
