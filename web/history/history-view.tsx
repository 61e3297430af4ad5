import { RemoveIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { hashOf } from '../frame/route.ts'
import { useWatched } from '../frame/watched.ts'
import { bytesText, sidesText } from '../text/amounts.ts'
import type { ViewProps } from '../views.ts'
import type { Remembered } from './history.ts'

/** What this browser has sent: kept here and nowhere else. */
export function HistoryView({ history }: ViewProps) {
  const entries = useWatched(history)
  const clear = entries.length > 0 && (
    <button type="button" class="link is-quiet" onClick={history.clear}>
      <RemoveIcon />
      Clear the history
    </button>
  )
  return (
    <Panel title="History of this browser" aside={clear}>
      <p class="hint">
        Names and sizes are kept in this browser alone. To clear them erases nothing at the service; an operation's own
        page does.
      </p>
      {entries.length === 0 ? (
        <p class="nothing">Nothing yet. What you resize will be listed here.</p>
      ) : (
        <ul class="rows">
          {entries.map((entry) => (
            <HistoryRow key={entry.id} entry={entry} onForget={() => history.forget(entry.id)} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function HistoryRow({ entry, onForget }: { entry: Remembered; onForget: () => void }) {
  const { id, name, at, status, source, result } = entry
  return (
    <li class={`row is-${status}`}>
      <a class="row-picture" href={hashOf({ view: '', id })}>
        <span class="row-text">
          <span class="name" title={name}>
            {name}
          </span>
          <small>
            <span class="progress">{status}</span> · {new Date(at).toLocaleString('en-GB')}
            {source && result && ` · ${sidesText(source)} → ${sidesText(result)} ${result.format.toUpperCase()}`}
            {result && ` · ${bytesText(result.bytes)}`}
          </small>
        </span>
      </a>
      <button type="button" class="link is-quiet" onClick={onForget}>
        <RemoveIcon />
        <span class="visually-hidden">Forget {name}</span>
      </button>
    </li>
  )
}
