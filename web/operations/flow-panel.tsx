import { type OperationsBody, SPANS, type Span } from '../api/system.ts'
import { TimeColumns } from '../charts/time-columns.tsx'
import { TimeLines } from '../charts/time-lines.tsx'
import { Panel } from '../frame/panel.tsx'
import { durationText } from '../text/amounts.ts'
import type { Asked } from './use-asked.ts'

const SPAN_TEXT: Record<Span, string> = { 5: '5 minutes', 60: '1 hour', 1440: '24 hours' }

interface FlowPanelProps {
  readonly asked: Asked<OperationsBody>
  readonly span: Span
  readonly onSpan: (span: Span) => void
}

/** What ended lately, and how long it took from request to end. */
export function FlowPanel({ asked: { answer }, span, onSpan }: FlowPanelProps) {
  const choice = (
    <fieldset class="segments">
      <legend class="visually-hidden">How far back</legend>
      {SPANS.map((option) => (
        <label key={option} class="segment">
          <input type="radio" name="span" checked={option === span} onChange={() => onSpan(option)} />
          <span>{SPAN_TEXT[option]}</span>
        </label>
      ))}
    </fieldset>
  )
  return (
    <Panel title="Throughput and latency" aside={choice} class="flow-panel">
      {answer && <FlowCharts flow={answer.flow} />}
    </Panel>
  )
}

function FlowCharts({ flow: { slices, sliceMs } }: Pick<OperationsBody, 'flow'>) {
  const stretch = { from: slices[0]?.from ?? 0, sliceMs }
  const completed = slices.map((slice) => slice.completed)
  const failed = slices.map((slice) => slice.failed)
  const ended = slices.map((slice) => slice.completed + slice.failed > 0)
  const latency = (ms: readonly number[]) => ms.map((value, index) => (ended[index] ? value : undefined))
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const p95 = slices.map(({ p95Ms }) => p95Ms)
  return (
    <div class="charts">
      <TimeColumns
        title={`Ended, every ${sliceMs < 60_000 ? `${sliceMs / 1000} s` : `${sliceMs / 60_000} min`}`}
        stretch={stretch}
        series={[
          { name: 'completed', colour: 'accent', values: completed },
          { name: 'failed', colour: 'alarm', values: failed },
        ]}
        summary={`${sum(completed)} completed, ${sum(failed)} failed.`}
      />
      <TimeLines
        title="From request to end"
        stretch={stretch}
        series={[
          { name: 'half of them', colour: 'accent', values: latency(slices.map(({ medianMs }) => medianMs)) },
          { name: '95 of 100', colour: 'second', values: latency(p95) },
        ]}
        say={durationText}
        summary={`95 of 100 took at most ${durationText(Math.max(0, ...p95))} at the worst time.`}
      />
    </div>
  )
}
