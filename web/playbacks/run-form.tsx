import type { TargetedSubmitEvent } from 'preact'
import { useState } from 'preact/hooks'
import { MODEL_NAMES } from '../../src/playback/models/names.ts'
import { playbacks } from '../api/playbacks.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import type { KeptHistory } from '../history/kept-history.ts'
import { ChoiceOfOne } from './choice-of-one.tsx'
import { titleOfName } from './model-title.ts'
import { OperationsField } from './operations-field.tsx'
import { toggled } from './toggled.ts'
import { FAULT_CHOICES, FIRST_FORM, type RunForm as Form, lackOf, SPEEDS, toWantedRun } from './wanted-run.ts'

interface RunFormProps {
  readonly history: KeptHistory
  readonly onAccepted: (id: string) => void
}

/** Asks for a run: which operations, under which models, how fast, and what is to end in the middle. */
export function RunForm({ history, onAccepted }: RunFormProps) {
  const [form, setForm] = useState<Form>(FIRST_FORM)
  const [problem, setProblem] = useState<Problem>()
  const [isSending, setSending] = useState(false)
  const change = (part: Partial<Form>) => setForm({ ...form, ...part })
  const lack = lackOf(form)
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (lack || isSending) return
    setSending(true)
    try {
      onAccepted((await playbacks.request(toWantedRun(form))).identifier)
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }
  return (
    <Panel title="Run operations again" class="run-again">
      <p class="hint">
        What was recorded is done again under other models of event-driven architecture, in a sandbox: with the same
        pictures and the same engine, and nothing of the live system is touched. The report compares what each cost.
      </p>
      <form class="run-form" onSubmit={submit}>
        <OperationsField history={history} form={form} onChange={change} />
        <div class="run-choices">
          <fieldset>
            <legend class="field-label">Models</legend>
            {MODEL_NAMES.map((name) => (
              <label key={name} class="check">
                <input
                  type="checkbox"
                  name="model"
                  checked={form.models.includes(name)}
                  onChange={() => change({ models: toggled(form.models, name) })}
                />
                {titleOfName(name)}
              </label>
            ))}
          </fieldset>
          <ChoiceOfOne label="Speed" value={form.speed} onChoose={(speed) => change({ speed })}>
            {SPEEDS.map(({ speed, name }) => ({ value: speed, name }))}
          </ChoiceOfOne>
          <ChoiceOfOne label="Ended in the middle" value={form.fault} onChoose={(fault) => change({ fault })}>
            {FAULT_CHOICES.map(({ fault, name }) => ({ value: fault, name }))}
          </ChoiceOfOne>
          <div class="run-send">
            <button type="submit" class="primary" disabled={lack !== undefined || isSending}>
              Run
            </button>
            <span class="hint" aria-live="polite">
              {lack}
            </span>
          </div>
        </div>
      </form>
      {problem && <ProblemCard problem={problem} />}
    </Panel>
  )
}
