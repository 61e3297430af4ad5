import type { TargetedSubmitEvent } from 'preact'
import { useState } from 'preact/hooks'
import { Panel } from '../frame/panel.tsx'
import { hashOf } from '../frame/route.ts'
import { useWatched } from '../frame/watched.ts'
import type { KeptHistory } from '../history/kept-history.ts'

const ID = /^[0-9a-f]{32}$/

interface ChooseOperationProps {
  readonly history: KeptHistory
  readonly onChosen: (id: string) => void
}

/** Chooses what is watched: one that this browser has sent, or any whose ID is known. */
export function ChooseOperation({ history, onChosen }: ChooseOperationProps) {
  const entries = useWatched(history)
  const [text, setText] = useState('')
  const id = text.trim()
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (ID.test(id)) onChosen(id)
  }
  return (
    <Panel title="Watch an operation" class="watch">
      <p class="hint">Everything that happened to an operation is recorded, and can be played again step by step.</p>
      <form class="choose-operation" onSubmit={submit}>
        <label>
          ID of an operation
          <input
            type="text"
            class="typed"
            value={text}
            spellcheck={false}
            placeholder="32 hexadecimal digits"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={!ID.test(id)}>
          Watch
        </button>
      </form>
      {entries.length > 0 && (
        <ul class="rows" aria-label="Sent from this browser">
          {entries.slice(0, 20).map((entry) => (
            <li key={entry.id} class={`row is-${entry.status}`}>
              <a class="row-picture" href={hashOf({ view: 'watch', id: entry.id })}>
                <span class="row-text">
                  <span class="name">{entry.name}</span>
                  <small>
                    <span class="progress">{entry.status}</span> · {new Date(entry.at).toLocaleString('en-GB')}
                  </small>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
