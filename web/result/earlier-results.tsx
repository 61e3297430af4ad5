import { hashOf } from '../frame/route.ts'
import { useWatched } from '../frame/watched.ts'
import type { KeptHistory } from '../history/kept-history.ts'
import type { Entry } from '../list/entry.ts'
import { bytesText } from '../text/amounts.ts'
import { resultsOf } from './results-of.ts'

/** What became of the same picture before, smallest first: what a format and a quality cost, to be compared. */
export function EarlierResults({ history, entry }: { history: KeptHistory; entry: Entry }) {
  const results = resultsOf(useWatched(history), entry.operation?.source?.digest)
  if (results.length < 2) return null
  return (
    <nav class="earlier" aria-label="Results of this picture">
      <span class="field-label">So far</span>
      <ul>
        {results.map(({ id, label, bytes }) => (
          <li key={id}>
            <a class="chip" href={hashOf({ view: '', id })} aria-current={id === entry.id ? 'true' : undefined}>
              {label} <b>{bytesText(bytes)}</b>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
