import { DeleteOperation } from './delete-operation.tsx'
import { OperationId } from './operation-id.tsx'
import { Timeline } from './timeline.tsx'
import type { Followed } from './use-operation.ts'
import { WhatWasDone } from './what-was-done.tsx'

/** The operation behind the result: its ID, its way, and what was done. */
export function OperationPanel({ followed, onDeleted }: { followed: Followed; onDeleted: () => void }) {
  const { id, operation, problem, isInterrupted } = followed
  return (
    <section class="panel operation" aria-label="Operation">
      <div class="operation-head">
        <OperationId id={id} />
        {!problem && <Timeline operation={operation} />}
        {operation && operation.status !== 'expired' && <DeleteOperation key={id} id={id} onDeleted={onDeleted} />}
      </div>
      {isInterrupted && <p class="hint is-wrong">The connection is lost. Trying again…</p>}
      {operation?.status === 'completed' && <WhatWasDone operation={operation} />}
    </section>
  )
}
