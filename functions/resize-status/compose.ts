import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { createFollow } from '../../src/operation/follow.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import type { OperationRules } from '../../src/operation/settings.ts'
import { createWaitForChange, createWaitForEnd } from '../../src/operation/wait.ts'
import { createAnswerDocument } from '../api-document/answer-document.ts'
import { estimatedCost } from '../estimated-cost.ts'
import { createAnswerEvents } from './answer-events.ts'
import { createStatusHandler } from './create-handler.ts'

/** How often waiting clients ask the store, in milliseconds. */
const POLL_MS = 5

/** How often those who follow an operation ask the store, in milliseconds. */
const WATCH_MS = 50

/** A stream in which nothing happened for this long says so, lest somebody on the way closes it: milliseconds. */
const QUIET_MS = 15_000

interface StatusParts {
  readonly store: OperationStore
  readonly rules: OperationRules
  /** The limits that the API's document names. */
  readonly limits: { readonly maxSide: number }
  readonly logger: Logger
  /** Answers those who wait for an end with what there is. */
  readonly stopTaking: AbortSignal
}

/** The function `resize-status` over a store. */
export function composeStatus({ store, rules, limits, logger, stopTaking }: StatusParts): Handler {
  const waitForEnd = createWaitForEnd({ store, pollMs: POLL_MS, stop: stopTaking, estimate: estimatedCost })
  const waitForChange = createWaitForChange({ store, pollMs: WATCH_MS, stop: stopTaking })
  const follow = createFollow({ store, waitForChange, quietMs: QUIET_MS, stop: stopTaking })
  const answerEvents = createAnswerEvents({ store, follow, maxStreamMs: rules.maxStreamMs, logger })
  const answerDocument = createAnswerDocument(limits.maxSide)
  return createStatusHandler({ store, waitForEnd, answerDocument, answerEvents, maxWaitMs: rules.maxWaitMs, logger })
}
