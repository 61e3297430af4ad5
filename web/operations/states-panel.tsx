import type { Status } from '../api/operation.ts'
import type { OperationsBody } from '../api/system.ts'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import { durationText } from '../text/amounts.ts'
import type { Asked } from './use-asked.ts'

const STATUSES: readonly Status[] = ['queued', 'running', 'completed', 'failed', 'expired']

/** How many operations are in which state. */
export function StatesPanel({ asked, onRetry }: { asked: Asked<OperationsBody>; onRetry: () => void }) {
  const { answer, problem } = asked
  return (
    <Panel
      title="States"
      class="states-panel"
      aside={answer && problem && <span class="hint is-wrong">{problem.title}</span>}
    >
      {!answer && problem && <ProblemCard problem={problem} onRetry={onRetry} />}
      <dl class="states">
        {STATUSES.map((status) => (
          <div key={status} class={answer?.byStatus[status] ? `state is-${status}` : 'state'}>
            <dt>{status}</dt>
            <dd>{answer ? answer.byStatus[status].toLocaleString('en') : '–'}</dd>
          </div>
        ))}
        <div class="state">
          <dt>oldest in the queue</dt>
          <dd>{answer ? durationText(answer.oldestQueuedMs) : '–'}</dd>
        </div>
      </dl>
    </Panel>
  )
}
