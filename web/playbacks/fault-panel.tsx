import type { RunBody } from '../api/run.ts'
import { Panel } from '../frame/panel.tsx'
import { faultText } from './measures.ts'
import { titleOf } from './model-title.ts'

/** What the end of a part in the middle did to each model. */
export function FaultPanel({ run }: { run: RunBody }) {
  return (
    <Panel title={`When the ${run.request.fault} ended in the middle`}>
      <dl class="run-results">
        {run.reports.map(({ model, fault }) => (
          <div key={model} class={fault?.lost ? 'is-different' : ''}>
            <dt>{titleOf(run, model)}</dt>
            <dd>{fault ? faultText(fault) : 'Nothing is told of it.'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
