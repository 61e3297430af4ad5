import type { Operation, Status } from '../api/operation.ts'
import { hasEnded } from '../api/operation.ts'
import { durationText } from '../text/amounts.ts'
import { useElapsed } from './use-elapsed.ts'

/** The way of the operation: queued, running, ended, with the time it has taken so far. */
export function Timeline({ operation }: { operation: Operation | undefined }) {
  const status = operation?.status ?? 'queued'
  const end = hasEnded(status) ? status : 'completed'
  const stops: Status[] = ['queued', 'running', end]
  const reached = stops.indexOf(status)
  return (
    <div class="way">
      <ol class="timeline">
        {stops.map((stop, index) => (
          <li
            key={stop}
            class={index < reached || hasEnded(status) ? `is-past is-${stop}` : ''}
            aria-current={index === reached ? 'step' : undefined}
          >
            {stop}
          </li>
        ))}
      </ol>
      {operation && <Elapsed operation={operation} />}
    </div>
  )
}

function Elapsed({ operation: { requestedAt, endedAt } }: { operation: Operation }) {
  const since = Date.parse(requestedAt)
  const elapsed = useElapsed(endedAt === null ? since : undefined)
  const ms = endedAt === null ? elapsed : Date.parse(endedAt) - since
  return <span class="elapsed">{ms !== undefined && durationText(ms)}</span>
}
