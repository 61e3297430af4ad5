import { useWatched } from '../frame/watched.ts'
import type { KeptHistory } from '../history/kept-history.ts'
import { toggled } from './toggled.ts'
import { idsIn, type RunForm } from './wanted-run.ts'

/** So many of the latest operations are offered; others by their IDs. */
const OFFERED = 50

interface OperationsFieldProps {
  readonly history: KeptHistory
  readonly form: RunForm
  readonly onChange: (part: Partial<RunForm>) => void
}

/** Which operations are run again: some that this browser has sent, and any whose IDs are known. */
export function OperationsField({ history, form: { chosen, typed }, onChange }: OperationsFieldProps) {
  const ended = useWatched(history).filter(({ status }) => status === 'completed' || status === 'failed')
  const offered = ended.slice(0, OFFERED)
  const isAll = offered.every(({ id }) => chosen.includes(id))
  return (
    <div class="run-operations">
      {offered.length > 0 && (
        <fieldset>
          <legend class="field-label">Sent from this browser</legend>
          <div class="run-offered">
            {offered.map(({ id, name, at, status }) => (
              <label key={id} class="check">
                <input
                  type="checkbox"
                  name="operation"
                  checked={chosen.includes(id)}
                  onChange={() => onChange({ chosen: toggled(chosen, id) })}
                />
                <span class="run-offered-text">
                  <span class="name">{name}</span>
                  <small>
                    {status} · {new Date(at).toLocaleString('en-GB')}
                  </small>
                </span>
              </label>
            ))}
          </div>
          <button
            type="button"
            class="link"
            onClick={() => onChange({ chosen: isAll ? [] : offered.map(({ id }) => id) })}
          >
            {isAll ? 'Choose none' : `Choose all ${offered.length}`}
          </button>
        </fieldset>
      )}
      <label class="choice">
        {offered.length > 0 ? 'Others, by their IDs' : 'IDs of operations'}
        <textarea
          rows={3}
          value={typed}
          spellcheck={false}
          placeholder="32 hexadecimal digits each"
          aria-invalid={idsIn(typed).others.length > 0}
          onInput={({ currentTarget }) => onChange({ typed: currentTarget.value })}
        />
      </label>
    </div>
  )
}
