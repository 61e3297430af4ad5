import type { RunBody } from '../api/run.ts'
import { CountBars } from '../charts/count-bars.tsx'
import { Panel } from '../frame/panel.tsx'
import { ScrollFrame } from '../frame/scroll-frame.tsx'
import { MEASURES } from './measures.ts'
import { titleOf } from './model-title.ts'

/** What each model cost, side by side: as bars, and all of it as a table. */
export function MeasuresPanel({ run }: { run: RunBody }) {
  const { reports } = run
  return (
    <Panel title="What each model cost">
      <div class="measures">
        {MEASURES.filter(({ isDrawn }) => isDrawn).map(({ title, meaning, of, say }) => (
          <figure key={title} class="chart measure">
            <figcaption>
              <span class="chart-title">{title}</span>
              <span class="hint">{meaning}</span>
            </figcaption>
            <CountBars
              label={title}
              bars={reports.map((report) => ({ name: titleOf(run, report.model), count: of(report) }))}
              say={say}
            />
          </figure>
        ))}
      </div>
      <details class="chart-table">
        <summary>As a table</summary>
        <ScrollFrame label="What each model cost, as a table">
          <table class="measures-table">
            <thead>
              <tr>
                <th scope="col">Measure</th>
                {reports.map(({ model }) => (
                  <th key={model} scope="col">
                    {titleOf(run, model)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {MEASURES.map(({ title, of, say }) => (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  {reports.map((report) => (
                    <td key={report.model}>{say(of(report))}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      </details>
    </Panel>
  )
}
