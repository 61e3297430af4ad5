import { adviceFor } from '../api/advice.ts'
import { PictureIcon, RemoveIcon } from '../frame/icons.tsx'
import { bytesText, changeText, sidesText } from '../text/amounts.ts'
import { type Entry, problemOfEntry, progressOf } from './entry.ts'

interface PictureRowProps {
  readonly entry: Entry
  readonly isShown: boolean
  readonly onShow: () => void
  readonly onRetry: () => void
  readonly onRemove: () => void
}

/** One picture of the list: what it is, how far it is, and what went wrong with it. */
export function PictureRow({ entry, isShown, onShow, onRetry, onRemove }: PictureRowProps) {
  const { name, picture } = entry
  const progress = progressOf(entry)
  const problem = problemOfEntry(entry)
  const label = name || 'Picture'
  return (
    <li class={`row is-${progress}`}>
      <button type="button" class="row-picture" aria-pressed={isShown} onClick={onShow}>
        {picture?.thumbnailUrl ? <img src={picture.thumbnailUrl} alt="" /> : <PictureIcon />}
        <span class="row-text">
          <span class="name" title={label}>
            {label}
          </span>
          <small>
            <span class="progress">{entry.isInterrupted ? 'connection lost, trying again' : progress}</span>
            {factsText(entry)}
          </small>
        </span>
      </button>
      <button type="button" class="link is-quiet" onClick={onRemove}>
        <RemoveIcon />
        <span class="visually-hidden">Take {label} off the list</span>
      </button>
      {problem && (
        <p class="row-problem">
          {problem.title} {problem.detail} <strong>{adviceFor(problem)}</strong>
          {problem.retryable && (
            <button type="button" class="link" onClick={onRetry}>
              Try again<span class="visually-hidden"> with {label}</span>
            </button>
          )}
        </p>
      )}
    </li>
  )
}

function factsText({ blob, picture, operation }: Entry): string {
  const { source, result } = operation ?? {}
  if (result && source) {
    return ` · ${sidesText(result)} · ${bytesText(result.bytes)}, ${changeText(source.bytes, result.bytes)}`
  }
  const sides = picture?.sides ?? source
  const bytes = blob?.size ?? source?.bytes
  return `${sides ? ` · ${sidesText(sides)}` : ''}${bytes === undefined ? '' : ` · ${bytesText(bytes)}`}`
}
