import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from '../api/problem.ts'
import { ResultIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import type { Followed } from '../operation/use-operation.ts'
import { ResultPicture } from './result-picture.tsx'

interface ResultPanelProps {
  readonly isSending: boolean
  /** Why the last picture was not taken. */
  readonly problem: Problem | undefined
  readonly followed: Followed | undefined
  readonly onRetry: () => void
}

/** Step 3: what came of it. */
export function ResultPanel(props: ResultPanelProps) {
  const root = useRef<HTMLElement>(null)
  // Where the steps stand below each other, what happens now may be out of sight.
  useEffect(() => {
    if (props.isSending) root.current?.scrollIntoView({ block: 'nearest' })
  }, [props.isSending])
  return (
    <Panel step={3} title="Result" rootRef={root}>
      <Outcome {...props} />
    </Panel>
  )
}

function Outcome({ isSending, problem, followed, onRetry }: ResultPanelProps) {
  if (isSending) return <Working title="Sending" />
  if (problem) return <Refused problem={problem} onRetry={onRetry} />
  if (!followed) return <Nothing title="Nothing here yet">Your result will show up here.</Nothing>
  const { id, operation } = followed
  if (followed.problem) return <Refused problem={followed.problem} />
  switch (operation?.status) {
    case 'completed':
      return operation.result && <ResultPicture key={id} id={id} result={operation.result} />
    case 'failed':
      return <Refused problem={failureOf(operation.error)} />
    case 'expired':
      return (
        <Nothing title="No longer kept">The pictures of this operation were deleted, or their time is over.</Nothing>
      )
    case 'running':
      return <Working title="Resizing" />
    default:
      return <Working title="Queued" />
  }
}

const failureOf = (error: NonNullable<Followed['operation']>['error']): Problem =>
  error ? { ...error, retryable: false } : { code: 'internal', title: 'The operation failed.', retryable: false }

function Refused({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <div class="stage is-refused">
      <ProblemCard problem={problem} onRetry={onRetry} />
    </div>
  )
}

function Working({ title }: { title: string }) {
  return (
    <div class="stage is-empty is-working">
      <ResultIcon />
      <strong>{title}…</strong>
    </div>
  )
}

function Nothing({ title, children }: { title: string; children: string }) {
  return (
    <div class="stage is-empty">
      <ResultIcon />
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  )
}
