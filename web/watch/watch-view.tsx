import { useEffect, useState } from 'preact/hooks'
import type { OperationEvent } from '../api/operation.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import { followOperation } from '../operation/follow-operation.ts'
import type { ViewProps } from '../views.ts'
import { ChooseOperation } from './choose-operation.tsx'
import { HistoryPlayer } from './history-player.tsx'

/** An operation's history, to be played step by step; without an operation in the address, one is chosen. */
export function WatchView({ route: { id }, go, history }: ViewProps) {
  return id === undefined ? (
    <ChooseOperation history={history} onChosen={(chosen) => go({ view: 'watch', id: chosen })} />
  ) : (
    <Watched key={id} id={id} />
  )
}

function Watched({ id }: { id: string }) {
  const [events, setEvents] = useState<readonly OperationEvent[]>([])
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    const leaving = new AbortController()
    const onOperation = (_: unknown, told: readonly OperationEvent[]) => {
      setProblem(undefined)
      // The same events again would begin the playing anew.
      setEvents((known) => (known.length === told.length ? known : told))
    }
    followOperation(id, { onOperation, onInterruption: setProblem }, leaving.signal).catch((error: unknown) => {
      if (!leaving.signal.aborted) setProblem(problemOf(error))
    })
    return () => leaving.abort()
  }, [id])
  return (
    <Panel title="An operation, step by step" class="watch">
      {problem && <ProblemCard problem={problem} />}
      {events.length > 0 && <HistoryPlayer events={events} />}
    </Panel>
  )
}
