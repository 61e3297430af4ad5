import { reasonsOf } from '../../src/playback/reasons-of.ts'
import type { RunBody } from '../api/run.ts'
import { Panel } from '../frame/panel.tsx'
import { resultsText } from './measures.ts'
import { titleOf } from './model-title.ts'

/** Whether every model came to the recorded results, and where not, why. */
export function ResultsPanel({ run }: { run: RunBody }) {
  return (
    <Panel title="Results, against the recorded ones">
      <dl class="run-results">
        {run.reports.map((report) => (
          <div key={report.model} class={report.different > 0 ? 'is-different' : ''}>
            <dt>{titleOf(run, report.model)}</dt>
            <dd>{resultsText(report)}</dd>
            {reasonsOf(report).map(([why, count]) => (
              <dd key={why} class="hint">
                {count} × {why}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Panel>
  )
}
