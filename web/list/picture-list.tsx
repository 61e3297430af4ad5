import { useState } from 'preact/hooks'
import { DownloadIcon, RemoveIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { downloadAll } from './download-all.ts'
import { countProgress, type Entry } from './entry.ts'
import { PictureRow } from './picture-row.tsx'
import type { Pictures } from './pictures.ts'

interface PictureListProps {
  readonly entries: readonly Entry[]
  readonly shownKey: number | undefined
  readonly pictures: Pictures
  readonly onShow: (entry: Entry) => void
}

/** Every picture with how far it is. */
export function PictureList({ entries, shownKey, pictures, onShow }: PictureListProps) {
  const [isZipping, setZipping] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const { completed, failed, underway } = countProgress(entries)
  const isAsked = completed + failed + underway > 0

  const zip = async () => {
    setZipping(true)
    setFailed(false)
    await downloadAll(entries).catch(() => setFailed(true))
    setZipping(false)
  }
  const aside = (
    <div class="list-actions">
      {completed > 0 && (
        <button type="button" class="link" disabled={isZipping} onClick={zip}>
          <DownloadIcon />
          {isZipping ? 'Packing…' : `Download ${completed} as zip`}
        </button>
      )}
      <button type="button" class="link is-quiet" onClick={pictures.clear}>
        <RemoveIcon />
        Clear the list
      </button>
    </div>
  )
  return (
    <Panel title={`${entries.length} pictures`} aside={aside} class="pictures">
      {isAsked && (
        <p class="list-counts">
          <progress value={completed + failed} max={entries.length} aria-label="Pictures that are done" />
          <span>
            {completed} completed{failed > 0 && `, ${failed} failed`}
            {underway > 0 && `, ${underway} under way`}
          </span>
        </p>
      )}
      {hasFailed && <p class="hint is-wrong">The results could not be fetched. Try again in a moment.</p>}
      <ul class="rows">
        {entries.map((entry) => (
          <PictureRow
            key={entry.key}
            entry={entry}
            isShown={entry.key === shownKey}
            onShow={() => onShow(entry)}
            onRetry={() => pictures.retry(entry.key)}
            onRemove={() => pictures.remove(entry.key)}
          />
        ))}
      </ul>
    </Panel>
  )
}
