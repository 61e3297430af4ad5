import { useMemo, useState } from 'preact/hooks'
import type { ModelReport, RunBody } from '../api/run.ts'
import { Panel } from '../frame/panel.tsx'
import { durationText } from '../text/amounts.ts'
import { PlayingControls } from '../watch/playing-controls.tsx'
import { usePlaying } from '../watch/use-playing.ts'
import { ChoiceOfOne } from './choice-of-one.tsx'
import { titleOf } from './model-title.ts'
import { MomentTable } from './moment-table.tsx'
import { TraceDrawing } from './trace-drawing.tsx'
import { type Moment, momentsOf, momentText, sumText } from './trace-times.ts'

/** One operation under two models at once, on one axis of time. */
export function TwoUpPanel({ run }: { run: RunBody }) {
  const { reports } = run
  const [number, setNumber] = useState(1)
  const [left, setLeft] = useState<string>(reports[0]?.model ?? '')
  const [right, setRight] = useState<string>()
  const models = reports.map(({ model }) => ({ value: model as string, name: titleOf(run, model) }))
  const others = models.filter(({ value }) => value !== left)
  const second = (others.find(({ value }) => value === right) ?? others[0])?.value
  const shown = [left, second].flatMap((name) => reports.filter(({ model }) => model === name))
  return (
    <Panel title="Two models, one operation" class="two-up">
      <p class="hint">What happened to one operation under two models, as if both had begun at the same moment.</p>
      <div class="two-up-choices">
        <ChoiceOfOne label="Operation" value={number} onChoose={setNumber}>
          {(reports[0]?.traces ?? []).map((trace) => ({ value: trace.number, name: operationText(run, trace.number) }))}
        </ChoiceOfOne>
        <ChoiceOfOne label="Above" value={left} onChoose={setLeft}>
          {models}
        </ChoiceOfOne>
        {second !== undefined && (
          <ChoiceOfOne label="Below" value={second} onChoose={setRight}>
            {others}
          </ChoiceOfOne>
        )}
      </div>
      <TwoUp key={`${left} ${second} ${number}`} run={run} reports={shown} number={number} />
    </Panel>
  )
}

function operationText({ request: { operations } }: RunBody, number: number): string {
  const id = Array.isArray(operations) ? operations[number - 1] : undefined
  return id === undefined ? `number ${number}` : `number ${number}: ${id.slice(0, 8)}…`
}

interface TwoUpProps {
  readonly run: RunBody
  readonly reports: readonly ModelReport[]
  readonly number: number
}

function TwoUp({ run, reports, number }: TwoUpProps) {
  // The models of a report do not change any more once they are in it.
  const moments = useMemo(() => momentsOf(reports, number), [])
  const playing = usePlaying(useMemo(() => moments.map(({ sinceMs }) => sinceMs), [moments]))
  const titles = reports.map(({ model }) => titleOf(run, model))
  const now = moments[playing.shown - 1]
  const sideOf = (side: number) => moments.map((moment, index) => ({ moment, index })).filter(isOf(side))
  if (moments.length === 0) return <p class="nothing">Nothing of this operation was kept for watching.</p>
  return (
    <>
      <PlayingControls playing={playing} all={moments.length} />
      <p class="playing-now" aria-live="polite">
        {now ? (
          <>
            <strong>{titles[now.side]}</strong> after {durationText(now.sinceMs)}: {momentText(now)}
          </>
        ) : (
          'Nothing has happened yet.'
        )}
      </p>
      <TraceDrawing moments={moments} titles={titles} shown={playing.shown} />
      <div class="two-up-words">
        {titles.map((title, side) => (
          <section key={side} aria-label={title}>
            <h3>{title}</h3>
            <p class="hint">{sumText(moments.slice(0, playing.shown).filter((moment) => moment.side === side))}</p>
            <MomentTable title={title} moments={sideOf(side)} shown={playing.shown} />
          </section>
        ))}
      </div>
    </>
  )
}

const isOf =
  (side: number) =>
  ({ moment }: { moment: Moment }) =>
    moment.side === side
