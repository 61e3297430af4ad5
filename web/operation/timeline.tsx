import type { OperationEvent } from '../api/operation.ts'
import { durationText } from '../text/amounts.ts'
import { happeningText } from './happening-text.ts'

/** What has happened to the operation, event by event, each with the time since its request. */
export function Timeline({ events, isOver }: { events: readonly OperationEvent[]; isOver: boolean }) {
  const [first] = events
  return (
    <ol class="timeline" aria-label="What happened">
      {events.map((event, index) => (
        <li
          key={event.sequence}
          class={`is-${event.type}`}
          aria-current={index === events.length - 1 ? 'step' : undefined}
        >
          <span class="happening">{event.type}</span>
          <span class="since">
            {first === event ? clockText(event.at) : `+${durationText(event.at - (first?.at ?? 0))}`}
          </span>
          <small>{happeningText(event)}</small>
        </li>
      ))}
      {!isOver && (
        <li class="is-next">
          <span class="happening">…</span>
        </li>
      )}
    </ol>
  )
}

const clockText = (at: number) => new Date(at).toLocaleTimeString('en-GB')
