import type { PartitionLag, TopicsBody } from '../api/system.ts'
import { CountBars } from '../charts/count-bars.tsx'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import type { Asked } from './use-asked.ts'

/**
 * How many messages of each partition the connector has still before it. Topics of retries and of dead letters show while
 * something is in them.
 */
export function LagPanel({ asked: { answer, problem }, onRetry }: { asked: Asked<TopicsBody>; onRetry: () => void }) {
  const byTopic = new Map<string, PartitionLag[]>()
  for (const lag of answer?.partitions ?? []) byTopic.set(lag.topic, [...(byTopic.get(lag.topic) ?? []), lag])
  const own = new Set(answer?.deadLetters.map(({ topic }) => topic))
  const isTold = ([topic, lags]: [string, PartitionLag[]]) => own.has(topic) || lags.some(({ lag }) => lag > 0)
  const told = [...byTopic].filter(isTold)
  const silent = byTopic.size - told.length
  return (
    <Panel title="Topic lag" class="lag-panel" aside={answer && <span class="hint">group {answer.group}</span>}>
      {!answer && problem && <ProblemCard problem={problem} onRetry={onRetry} />}
      {told.map(([topic, lags]) => (
        <section key={topic} class="lag-topic">
          <h3>{topic}</h3>
          <CountBars
            label={`Lag of ${topic} by partition`}
            bars={lags.map(({ partition, lag, end }) => ({
              name: `partition ${partition}`,
              count: lag,
              note: `of ${end}`,
            }))}
          />
        </section>
      ))}
      {silent > 0 && <p class="hint">Nothing waits in the other {silent} topics, those of retries and dead letters.</p>}
    </Panel>
  )
}
