import { useState } from 'preact/hooks'
import type { Problem } from '../api/problem.ts'
import { type Span, system } from '../api/system.ts'
import { ProblemCard } from '../frame/problem-card.tsx'
import { DeadLettersPanel } from './dead-letters-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import { LagPanel } from './lag-panel.tsx'
import { StatesPanel } from './states-panel.tsx'
import { useAsked } from './use-asked.ts'

const EVERY_MS = 2000

/** Refusals of the whole view: without credentials, and where nobody serves it. */
const FOR_NOBODY: ReadonlySet<Problem['code']> = new Set(['unauthorized', 'route-not-found'])

/** How the service is doing, for those who may know: states, flow, lag, dead letters. */
export function OperationsView() {
  const [span, setSpan] = useState<Span>(5)
  const [round, setRound] = useState(0)
  const operations = useAsked((signal) => system.operations(span, signal), EVERY_MS, `${span}/${round}`)
  const topics = useAsked(system.topics, EVERY_MS, round)
  const again = () => setRound(round + 1)

  const refused = [operations.problem, topics.problem].find((problem) => problem && FOR_NOBODY.has(problem.code))
  if (refused) {
    return (
      <div class="stage is-refused">
        <ProblemCard problem={{ ...refused, retryable: true }} onRetry={again} />
      </div>
    )
  }
  return (
    <div class="overview">
      <StatesPanel asked={operations} onRetry={again} />
      <FlowPanel asked={operations} span={span} onSpan={setSpan} />
      <LagPanel asked={topics} onRetry={again} />
      <DeadLettersPanel deadLetters={topics.answer?.deadLetters ?? []} />
    </div>
  )
}
