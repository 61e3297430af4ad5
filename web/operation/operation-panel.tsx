import { hasEnded } from '../api/operation.ts'
import { hashOf } from '../frame/route.ts'
import type { Entry } from '../list/entry.ts'
import { CopyAs } from './copy-as.tsx'
import { DeleteOperation } from './delete-operation.tsx'
import { OperationId } from './operation-id.tsx'
import { Timeline } from './timeline.tsx'
import { WhatWasDone } from './what-was-done.tsx'

interface OperationPanelProps {
  readonly id: string
  readonly entry: Entry
  readonly onDeleted: () => void
}

/** The operation behind the result: its ID, its history, and what was done. */
export function OperationPanel({ id, entry, onDeleted }: OperationPanelProps) {
  const { operation, events, isInterrupted, name } = entry
  return (
    <section class="panel operation" aria-label="Operation">
      <div class="operation-head">
        <OperationId id={id} />
        <a class="link" href={hashOf({ view: 'watch', id })}>
          Watch
        </a>
        {operation && operation.status !== 'expired' && <DeleteOperation key={id} id={id} onDeleted={onDeleted} />}
      </div>
      {isInterrupted && <p class="hint is-wrong">The connection is lost. Trying again…</p>}
      {operation && <Timeline events={events} isOver={hasEnded(operation.status)} />}
      {operation?.status === 'completed' && <WhatWasDone operation={operation} />}
      {operation && (
        <CopyAs options={operation.options} name={name || `picture.${operation.source?.format ?? 'png'}`} />
      )}
    </section>
  )
}
