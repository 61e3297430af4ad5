import { useState } from 'preact/hooks'
import { type Problem, problemOf } from '../api/problem.ts'
import { type DeadLetter, system, type TopicsBody } from '../api/system.ts'
import { Panel } from '../frame/panel.tsx'
import { DeadLetterTable } from './dead-letter-table.tsx'

/** Messages that could not be delivered, by topic. */
export function DeadLettersPanel({ deadLetters }: Pick<TopicsBody, 'deadLetters'>) {
  const isEmpty = deadLetters.every(({ waiting }) => waiting === 0)
  return (
    <Panel title="Dead letters" class="letters-panel">
      {isEmpty && <p class="hint">None. A message that its function refuses, or fails at too often, ends here.</p>}
      {deadLetters.map(({ topic, waiting }) => (
        <TopicLetters key={topic} topic={topic} waiting={waiting} />
      ))}
    </Panel>
  )
}

/** Those of one topic: looked at and brought back when somebody asks for it. */
function TopicLetters({ topic, waiting }: { topic: string; waiting: number }) {
  const [letters, setLetters] = useState<readonly DeadLetter[]>()
  const [problem, setProblem] = useState<Problem>()
  const [outcome, setOutcome] = useState('')
  const [isBusy, setBusy] = useState(false)

  const during = (work: () => Promise<void>) => async () => {
    setBusy(true)
    setProblem(undefined)
    await work().catch((error: unknown) => setProblem(problemOf(error)))
    setBusy(false)
  }
  const look = during(async () => setLetters(await system.deadLetters(topic)))
  const redrive = during(async () => {
    const count = await system.redrive(topic)
    setOutcome(`${count} went back to their functions.`)
    setLetters(undefined)
  })
  if (waiting === 0 && outcome === '') return null
  return (
    <section>
      <div class="letters-head">
        <h3>
          {waiting} of {topic}
        </h3>
        <button type="button" class="secondary" disabled={isBusy || waiting === 0} onClick={look}>
          Show
        </button>
        <button type="button" class="secondary" disabled={isBusy || waiting === 0} onClick={redrive}>
          Re-drive
        </button>
      </div>
      <p role="status" class="hint">
        {isBusy ? 'One moment…' : outcome}
      </p>
      {problem && <p class="hint is-wrong">{problem.title}</p>}
      {letters && <DeadLetterTable letters={letters} />}
    </section>
  )
}
