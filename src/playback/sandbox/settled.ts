import { Failure } from '../../errors/failure.ts'
import { hasEnded } from '../../operation/operation.ts'
import type { OperationStore } from '../../operation/ports.ts'
import type { ResizeOutcome } from '../../operation/resize.ts'

/**
 * Whether a message or a command is settled with what became of it. `nothing-to-do` may mean that a worker that is gone
 * still holds the operation: it comes again until its lease has run out.
 * @throws Failure `result-not-ready` when it is to come again
 */
export async function requireEnd(store: OperationStore, id: string, outcome: ResizeOutcome): Promise<void> {
  if (outcome === 'completed' || outcome === 'failed') return
  const found = await store.find(id)
  if (!found || !hasEnded(found.operation.status)) throw new Failure('result-not-ready')
}
