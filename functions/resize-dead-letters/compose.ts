import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { createRecordDeadLetter } from '../../src/operation/record-dead-letter.ts'
import { createDeadLettersHandler } from './create-handler.ts'

/** The function `resize-dead-letters` over a store. */
export function composeDeadLetters({ store, logger }: { store: OperationStore; logger: Logger }): Handler {
  return createDeadLettersHandler({ recordDeadLetter: createRecordDeadLetter(store), logger })
}
